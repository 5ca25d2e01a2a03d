/**
 * The only requests beyond the site: comments by giscus, and a counter of visits. Pages have this script only where
 * site.yml asks for one of them. From a disk it requests nothing, and giscus only when the reader asks for comments.
 */
(function () {
  'use strict';

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { comments, visits, term } = script.dataset;
  const { t, all, make } = papershelf;
  if (!location.protocol.startsWith('http')) return;

  /**
   * @param {string} address
   * @param {Record<string, string>} attributes
   */
  function load(address, attributes) {
    return make('script', { src: address, async: '', ...attributes });
  }

  /** @param {string[]} settings @param {string} topic what the comments are about */
  function addComments([repo, repoId, category, categoryId], topic) {
    const button = make('button', { type: 'button' }, t('Show comments'));
    const offer = make('p', {}, t('Comments are kept by GitHub and shown by giscus.app.'), ' ', button);
    button.addEventListener('click', () => {
      offer.replaceWith(load('https://giscus.app/client.js', {
        'data-repo': repo,
        'data-repo-id': repoId,
        'data-category': category,
        'data-category-id': categoryId,
        'data-mapping': 'specific',
        'data-strict': '1',
        'data-term': topic,
        'data-theme': document.documentElement.dataset.look || 'preferred_color_scheme',
        'data-lang': document.documentElement.lang,
        crossorigin: 'anonymous',
      }));
    });
    for (const main of all('#main')) main.append(make('section', { id: 'comments' }, make('h2', {}, t('Comments')), offer));
  }

  if (comments && term) addComments(JSON.parse(comments), term);
  const refused = navigator.doNotTrack === '1' || /** @type {{globalPrivacyControl?: boolean}} */ (navigator).globalPrivacyControl;
  if (visits && !refused) {
    const [address, attributes] = JSON.parse(visits);
    document.head.append(load(address, attributes));
  }
}());
