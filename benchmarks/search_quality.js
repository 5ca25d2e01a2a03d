/* Asks a built search every query of a set; prints the found ids and the gzip bytes read, as JSON. */
'use strict';
const fs = require('fs');
const { openSite } = require('../tests/search/site.js');

const [, , site, queriesPath, limit] = process.argv;
const open = () => openSite(site);
const QUERIES_A_VISIT = 8;

async function main() {
  const answers = [];
  let visit = open();
  for (const [i, { q }] of JSON.parse(fs.readFileSync(queriesPath, 'utf8')).entries()) {
    if (i % QUERIES_A_VISIT === 0) visit = open();
    const before = i % QUERIES_A_VISIT ? visit.reads.length : 0;
    const { results } = await visit.papershelf.search(q, { limit: Number(limit) });
    const bytes = visit.reads.slice(before).reduce((sum, [, size]) => sum + size, 0);
    answers.push({ ids: results.map((result) => result.id), bytes, isFirst: i % QUERIES_A_VISIT === 0 });
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
