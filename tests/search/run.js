/* Answers questions about a built site's search: reads {site, ask} and prints the answer as JSON. */
'use strict';
const fs = require('fs');
const vm = require('vm');
const { openSite } = require('./site.js');

const request = JSON.parse(fs.readFileSync(0, 'utf8'));
const { context, papershelf } = openSite(request.site);
const part = (name) => vm.runInContext(name, context);

const ASK = {
  terms: async ({ texts }) => texts.map((text) => part('papershelfText').terms(text).map((t) => [t.token, t.stem, t.position])),
  stems: async ({ words }) => words.map(part('papershelfText').stem),
  written: async ({ words }) => words.map(part('papershelfText').written),
  parse: async ({ texts }) => texts.map((/** @type {string} */ text) => part('papershelfQuery').parse(text)),
  search: async ({ texts, options }) => {
    const answers = [];
    for (const text of texts) {
      const { matches, query, wider, ...answer } = await papershelf.search(text, options);
      answers.push(answer);
    }
    return answers;
  },
  names: async ({ texts, most }) => Promise.all(texts.map(async (text) => (await part('papershelfNames').suggest(text, most, papershelf.search(text))).map(({ name, kind, url, count }) => [name, kind, url, count]))),
  authors: async ({ texts }) => Promise.all(texts.map(async (text) => {
    const { results } = await papershelf.search(text, { limit: 10 });
    return Promise.all(results.map(part('papershelfNames').matchedAuthor));
  })),
  slips: async ({ pairs, most }) => pairs.map(([a, b]) => part('papershelfMeaning').slips(a, b, most)),
  found: async ({ texts, filters }) => {
    const answers = [];
    for (const text of texts) {
      const { matches: all, byMeaning } = await papershelf.search(text, { limit: 1, filters });
      const { matches, complete, results } = await papershelf.search(text, { limit: 1, filters, by: 'words' });
      const known = new Set(all);
      if (all.length !== matches.length + byMeaning || !matches.every((ordinal) => known.has(ordinal))) {
        throw new Error('Meaning changes what the words find: ' + text);
      }
      answers.push({ matches: Array.from(matches), complete, first: results.length ? results[0].id : '' });
    }
    return answers;
  },
  differences: (question) => require('./differential.js').differences(part, question),
};

ASK[request.ask](request)
  .then((answer) => process.stdout.write(JSON.stringify(answer)))
  .catch((error) => {
    process.stderr.write(String(error.stack));
    process.exit(1);
  });
