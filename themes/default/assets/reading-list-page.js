/** The page of the reading list: the papers on it, saving them to a file, and reading such a file. */
(function () {
  'use strict';

  const { t, all, make, recall, keep, save, say, list, stars, row, dateText, root } = papershelf;

  const MAX_BYTES = 2e6;

  /** @param {string} id */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const page = find('reading-list');

  /** @param {ListedPaper} item What is taken off stays in sight until the page is left, so that it can be put back. */
  function makeRow(item) {
    const added = item.added && t('Added {date}').replace('{date}', dateText(item.added));
    const made = row({
      ...item,
      title: [item.title],
      authors: [item.authors.join(', ') + (item.more ? ' …' : '')],
      links: added ? [make('span', {}, added)] : [],
    });
    made.append(stars.makeNote(item), stars.make(item.url, item.title, () => item));
    return made;
  }

  function showList() {
    const items = list.load();
    find('reading-items').replaceChildren(...items.map(makeRow));
    stars.refresh();
    find('reading-none').hidden = items.length > 0;
  }

  /** @param {ListedPaper} item */
  function addressOf({ doi, arxiv, url }) {
    if (doi) return `https://doi.org/${doi}`;
    if (arxiv) return `https://arxiv.org/abs/${arxiv}`;
    return location.protocol === 'file:' ? '' : new URL(root + url, location.href).href;
  }

  /** @type {Record<string, string>} */
  const texNames = {
    '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '\\': '\\textbackslash{}',
    // BibTeX counts braces even behind a backslash.
    '{': '\\textbraceleft{}', '}': '\\textbraceright{}',
  };

  // What sets a formula and does nothing else: the list of `exporters/tex.py`, but for environments.
  const commands = new Set((
    'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi ' +
    'varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi ' +
    'Sigma Upsilon Phi Psi Omega aleph beth gimel daleth hbar hslash ell wp Re Im partial infty nabla emptyset ' +
    'varnothing forall exists nexists neg lnot top bot angle measuredangle triangle square blacksquare Box ' +
    'Diamond lozenge bigstar prime backprime clubsuit diamondsuit heartsuit spadesuit flat natural sharp surd ' +
    'imath jmath complement dagger ddagger S P pm mp times div cdot ast star circ bullet cap cup uplus sqcap ' +
    'sqcup vee wedge land lor setminus smallsetminus wr diamond bigtriangleup bigtriangledown triangleleft ' +
    'triangleright lhd rhd oplus ominus otimes oslash odot bigcirc amalg boxplus boxminus boxtimes boxdot ltimes ' +
    'rtimes dotplus intercal le leq leqslant ge geq geqslant lt gt ll gg lll ggg ne neq equiv sim simeq approx ' +
    'approxeq cong propto asymp doteq prec preceq succ succeq subset supset subseteq supseteq subsetneq supsetneq ' +
    'sqsubset sqsupset sqsubseteq sqsupseteq in ni notin owns mid nmid parallel nparallel perp vdash dashv models ' +
    'vDash Vdash smile frown bowtie lesssim gtrsim lessgtr trianglelefteq trianglerighteq triangleq coloneqq ' +
    'eqqcolon colon not nless ngtr nleq ngeq nsim ncong nsubseteq nsupseteq leftarrow gets rightarrow to ' +
    'leftrightarrow uparrow downarrow updownarrow Leftarrow Rightarrow Leftrightarrow Uparrow Downarrow ' +
    'Updownarrow mapsto longmapsto longleftarrow longrightarrow longleftrightarrow Longleftarrow Longrightarrow ' +
    'Longleftrightarrow implies impliedby iff hookleftarrow hookrightarrow leftharpoonup leftharpoondown ' +
    'rightharpoonup rightharpoondown rightleftharpoons nearrow searrow swarrow nwarrow leadsto rightsquigarrow ' +
    'twoheadrightarrow upharpoonright restriction sum prod coprod int oint iint iiint bigcap bigcup bigsqcup ' +
    'bigvee bigwedge bigodot bigotimes bigoplus biguplus limits nolimits lim limsup liminf sup inf max min arg ' +
    'sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan log ln lg exp det dim ker hom deg gcd Pr ' +
    'bmod pmod mod pod operatorname frac dfrac tfrac cfrac binom dbinom tbinom sqrt over choose overset underset ' +
    'stackrel substack overline underline widehat widetilde hat check breve acute grave tilde bar vec dot ddot ' +
    'dddot mathring overbrace underbrace overrightarrow overleftarrow xrightarrow xleftarrow boxed phantom ' +
    'hphantom vphantom smash left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm ' +
    'Bigm lbrace rbrace langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lbrack rbrack ' +
    'backslash ulcorner urcorner mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt mathnormal ' +
    'boldsymbol bm pmb text textrm textbf textit textsf texttt textnormal mbox rm bf it cal displaystyle ' +
    'textstyle scriptstyle scriptscriptstyle quad qquad dots ldots cdots vdots ddots dotsb dotsc dotsi dotsm ' +
    'nonumber cr hline mathbin mathrel mathop mathord mathopen mathclose mathpunct mathinner'
  ).split(' '));

  /** @param {string} formula */
  function onlySets(formula) {
    const found = [...formula.matchAll(/\\(?:([A-Za-z]+)|([\s\S])?)/g)];
    return !/(?:^|[^\\])[%#]|\^\^/.test(formula)
      && found.every(([, name, sign = '']) => (name ? commands.has(name) : /^[ !,:;>{}|_%&#\\-]$/.test(sign)));
  }

  /** @param {string} formula */
  function isSound(formula) {
    let depth = 0;
    for (const sign of formula) {
      depth += Number(sign === '{') - Number(sign === '}');
      if (depth < 0) return false;
    }
    return depth === 0 && onlySets(formula);
  }

  /** @param {string} plain */
  function tex(plain) {
    return plain.split(/(\$[^$]+\$)/).map((part, i) => (i % 2 && isSound(part) ? part
      : part.replace(/[$&%#_{}~^\\]/g, (sign) => texNames[sign] || `\\${sign}`))).join('');
  }

  /** @param {ListedPaper} item */
  function bibtex(item) {
    const names = item.authors.map((name) => (name.includes(' and ') ? `{${tex(name)}}` : tex(name)));
    const fields = Object.entries({
      title: `{${tex(item.title)}}`,
      author: [...names, ...(item.more ? ['others'] : [])].join(' and '),
      year: item.date.slice(0, 4),
      doi: item.doi,
      eprint: item.arxiv,
      archiveprefix: item.arxiv && 'arXiv',
      url: addressOf(item),
      annote: tex(item.note),
    });
    const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
    return [`@misc{${item.id},`, ...lines, '}', ''].join('\n');
  }

  /** @param {ListedPaper} item */
  function markdown(item) {
    const safe = (/** @type {string} */ plain) => plain.replace(/[\\`*_[\]<>]/g, '\\$&').trim();
    const address = addressOf(item);
    const title = address ? `[${safe(item.title)}](<${address}>)` : `**${safe(item.title)}**`;
    const facts = [safe(item.authors.join(', ')) + (item.more ? ' …' : ''), item.date].filter(Boolean).join(', ');
    const note = item.note.trim() && `\n${safe(item.note).replace(/^/gm, '  > ')}`;
    return `- [${item.read ? 'x' : ' '}] ${title}${facts && `: ${facts}`}${note}`;
  }

  /** @type {Record<string, [string, (items: ListedPaper[]) => string]>} */
  const formats = {
    bib: ['application/x-bibtex', (items) => items.map(bibtex).join('\n')],
    json: ['application/json', (papers) => `${JSON.stringify({ papers }, null, 1)}\n`],
    md: ['text/markdown', (items) => `${items.map(markdown).join('\n')}\n`],
  };

  /** @param {File} file */
  async function readFile(file) {
    try {
      const { papers } = file.size > MAX_BYTES ? null : JSON.parse(await file.text());
      if (!Array.isArray(papers)) throw new TypeError();
      const added = list.add(papers);
      showList();
      say(t('Papers added: {count}').replace('{count}', String(added)));
    } catch {
      say(t('This is not a reading list that was saved here as JSON.'));
    }
  }

  for (const notice of all('[data-when]', page)) {
    notice.hidden = notice.dataset.when === 'refused' ? keep('probe', '1') && keep('probe', '')
      : location.protocol !== 'file:' || Boolean(recall('files'));
  }
  for (const button of all('[data-as]', page)) {
    const ending = button.dataset.as || '';
    const [type, write] = formats[ending];
    button.addEventListener('click', () => save(`reading-list.${ending}`, write(list.load()), type));
  }
  const input = /** @type {HTMLInputElement} */ (page.querySelector('input[type=file]'));
  input.addEventListener('change', async () => {
    if (input.files && input.files[0]) await readFile(input.files[0]);
    input.value = '';
  });
  page.hidden = false;
  showList();
}());
