/**
 * What a site's makers may ask of others: comments by giscus, and a counter of visits. Pages name this script only where
 * site.yml asks for one of them. Nothing is asked of anybody from a disk, and nothing of giscus before the reader wants it.
 */
(function () {
  'use strict';

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { comments, visits, term } = script.dataset;
  const { t, make } = /** @type {any} */ (window).papershelfSite;
  if (!location.protocol.startsWith('http')) return;

  /**
   * @param {string} address
   * @param {Record<string, string>} attributes
   */
  function load(address, attributes) {
    return make('script', { src: address, async: '', ...attributes });
  }

  /** @param {string[]} settings */
  function addComments([repo, repoId, category, categoryId]) {
    const button = make('button', { type: 'button' }, t('Show comments'));
    const section = make('section', { id: 'comments' }, make('h2', {}, t('Comments')),
      make('p', {}, t('Comments are kept by GitHub and shown by giscus.app.'), ' ', button));
    button.addEventListener('click', () => {
      button.closest('p').replaceWith(load('https://giscus.app/client.js', {
        'data-repo': repo,
        'data-repo-id': repoId,
        'data-category': category,
        'data-category-id': categoryId,
        'data-mapping': 'specific',
        'data-strict': '1',
        'data-term': term,
        'data-theme': document.documentElement.dataset.look || 'preferred_color_scheme',
        'data-lang': document.documentElement.lang,
        crossorigin: 'anonymous',
      }));
    });
    document.getElementById('main').append(section);
  }

  if (comments && term) addComments(JSON.parse(comments));
  const refused = navigator.doNotTrack === '1' || /** @type {any} */ (navigator).globalPrivacyControl;
  if (visits && !refused) {
    const [address, attributes] = JSON.parse(visits);
    document.head.append(load(address, attributes));
  }
}());
