/** Papers as BibTeX, from what a list of them shows: for the reading list, and for results where their pages cannot be read. */
Object.assign(papershelf, (function () {
  'use strict';

  const root = document.documentElement.dataset.root || '';

  /** @type {Papershelf['addressOf']} */
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

  /** @type {Papershelf['bibtex']} */
  function bibtex(item) {
    const names = item.authors.map((name) => (name.includes(' and ') ? `{${tex(name)}}` : tex(name)));
    const fields = Object.entries({
      title: `{${tex(item.title)}}`,
      author: [...names, ...(item.more ? ['others'] : [])].join(' and '),
      year: item.date.slice(0, 4),
      journal: tex(item.venue || ''),
      doi: item.doi,
      eprint: item.arxiv,
      archiveprefix: item.arxiv && 'arXiv',
      url: addressOf(item),
      annote: tex(item.note || ''),
    });
    const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
    return [`@misc{${item.id},`, ...lines, '}', ''].join('\n');
  }

  return { addressOf, bibtex };
}()));
