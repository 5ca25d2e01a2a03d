/** The page about keeping the archive on this device: what that takes, how far it is, and how to undo it. */
(function () {
  'use strict';

  /**
   * @typedef {{kept: string[], folders: string[], parts: number, files: number, bytes: number, have: number,
   *   isWhole: boolean, error?: string}} KeptState
   */

  const { t, all, root } = papershelf;
  const page = /** @type {HTMLElement} */ (document.getElementById('offline'));
  /** @param {string} selector @returns {any} */
  const find = (selector) => page.querySelector(selector);
  const [bar, status] = [find('progress'), find('[role=status]')];
  const language = document.documentElement.lang;
  let isStopped = false;

  /** @param {string} when */
  const show = (when) => all(`[data-when=${when}]`, page).forEach((part) => { part.hidden = false; });

  /** @param {number} bytes */
  const inMegabytes = (bytes) => new Intl.NumberFormat(language, {
    style: 'unit', unit: 'megabyte', maximumFractionDigits: bytes < 1e7 ? 1 : 0,
  }).format(bytes / 1e6);

  /** @param {string} what @param {number} [part] @returns {Promise<KeptState>} what the worker answers; rejected with its error */
  async function ask(what, part = 0) {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve, reject) => {
      port1.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      active?.postMessage([what, part], [port2]);
    });
  }

  /** @param {KeptState} state */
  function showState({ isWhole, have, files, bytes }) {
    const isPart = have > 0 && !isWhole;
    const size = t('{files} files, {size}').replace('{files}', files.toLocaleString(language));
    find('[data-when=size]').textContent = size.replace('{size}', inMegabytes(bytes));
    find('[data-act=keep]').hidden = isWhole;
    find('[data-act=keep]').disabled = false;
    find('[data-act=stop]').hidden = true;
    find('[data-act=forget]').hidden = !have;
    bar.hidden = true;
    if (isWhole) status.textContent = t('The archive is on this device. It is brought up to date whenever you visit the site.');
    else if (isPart && !status.textContent) status.textContent = t('Only a part of it is here so far.');
  }

  /** @type {Record<string, string>} */
  const reasons = {
    QuotaExceededError: t('There is not enough room on this device, so nothing was kept.'),
    changed: t('The site has just changed. Reload this page, then try again.'),
    missing: t('The site has just changed. Reload this page, then try again.'),
  };

  /** @param {KeptState} state @returns {Promise<boolean>} whether the browser has room for what is not kept yet */
  async function hasRoom({ bytes, files, have }) {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    const needed = bytes * Math.max(0, 1 - have / files);
    if (needed < quota - usage) return true;
    status.textContent = t('There is not enough room: {needed} are needed, and this browser offers {free}.')
      .replace('{needed}', inMegabytes(needed)).replace('{free}', inMegabytes(Math.max(0, quota - usage)));
    return false;
  }

  async function keepAll() {
    const state = await ask('state');
    status.textContent = '';
    if (!(await hasRoom(state))) return;
    isStopped = false;
    find('[data-act=keep]').disabled = true;
    find('[data-act=stop]').hidden = false;
    bar.hidden = false;
    bar.max = state.parts;
    // Otherwise the browser may delete it when room is short.
    await navigator.storage.persist().catch(() => false);
    try {
      for (let part = 0; part < state.parts && !isStopped; part += 1) {
        await ask('keep', part);
        bar.value = part + 1;
      }
      if (!isStopped) await ask('finish');
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      if (reason === 'QuotaExceededError') await ask('forget');
      status.textContent = reasons[reason] || t('The connection failed. What has arrived stays; continue when you like.');
    }
    showState(await ask('state'));
  }

  async function forget() {
    await ask('forget');
    status.textContent = t('It is no longer on this device.');
    showState(await ask('state'));
  }

  async function start() {
    if (location.protocol === 'file:') {
      show('disk');
      return;
    }
    if (location.hash.length > 1) {
      show('missing');
      // An address of this site, whatever the hash says.
      const path = location.hash.slice(1).split('%2F').join('/').replace(/^[^\w]+|[^\w./%-]/g, '');
      find('[data-when=missing] a').href = new URL(root || './', location.href).href + path;
    }
    if (!navigator.serviceWorker) {
      show('refused');
      return;
    }
    const state = await ask('state');
    const isAll = state.kept.length === state.folders.length;
    show(!state.kept.length ? 'large' : 'offered');
    if (!isAll) show(state.kept.includes('papers') ? 'papers' : 'search');
    showState(state);
    find('[data-act=keep]').addEventListener('click', keepAll);
    find('[data-act=forget]').addEventListener('click', forget);
    find('[data-act=stop]').addEventListener('click', () => { isStopped = true; });
  }

  start();
}());
