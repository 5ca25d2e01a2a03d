/* Asks a plain lunr.js index: reads {lunr, documents, queries}, prints the first ten ids of every query as JSON. */
'use strict';
const request = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const lunr = require(request.lunr);

const index = lunr(function () {
  this.ref('id');
  this.field('id');
  this.field('title');
  this.field('authors');
  this.field('abstract');
  for (const paper of request.documents) this.add(paper);
});

const answers = request.queries.map(function (query) {
  try {
    return index.search(query).slice(0, 10).map((result) => result.ref);
  } catch (error) {
    return [];
  }
});
process.stdout.write(JSON.stringify(answers));
