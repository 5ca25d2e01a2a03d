/* The identifiers of papers in what people paste: bare, with a prefix, as an address, as the name of a file. */

/**
 * @typedef {{forms: string[], text: string, isCertain: boolean}} Identifier
 *   what the index may have it as; as a person reads it; whether it can be nothing else
 */

var papershelfIdentifiers = (function () {
  'use strict';

  const { identifierTerm } = papershelfText;
  const PREFIX = /^(arxiv|doi|id|acl|openreview|pmid|isbn|hal|dblp)[:\uff1a]/i;
  const DOI = /\b10\.\d{4,9}\/\S+/;
  const DOI_OF_ARXIV = /^10\.48550\/arxiv\./i;
  const DOI_OF_ACL = /^10\.(?:18653|3115)\/v1\//i;
  /** What publishers' addresses have after a DOI. */
  const DOI_ENDING = /(?:\.pdf|\/(?:abstract|full|fulltext|pdf|epdf|html|meta))$/i;
  const ARXIV = /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})$/i;
  /** In the name of a file, a citation or a link of Markdown. */
  const ARXIV_INSIDE = /(?:^|[^\d.])(\d{4}\.\d{4,5})(?!\d|\.\d)/;
  const ACL = /^(?:[a-z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)$/i;
  const ADDRESS = /^(?:https?:\/\/|www\.)|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\/\S/i;
  const VERSION = /(\d)v\d+$/i;
  const FILE_ENDING = /\.(?:pdf|html?|bib|xml|md)$/i;
  /** Sites whose addresses end with a paper's identifier. */
  const HOST = /(?:^|\.)(?:arxiv|alphaxiv|ar5iv|aclanthology|aclweb|openreview|huggingface|pubmed|ncbi|hal|dblp|openlibrary)\b/i;

  /** @param {string} text @returns {string} decoded, if it is an address's encoding */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  }

  /** @param {string} text @param {boolean} isCertain @param {string[]} [others] @returns {Identifier} */
  const made = (text, isCertain, others) => ({
    forms: [...new Set([text, ...(others || [])].map(identifierTerm))].filter(Boolean), text, isCertain,
  });

  /** @param {string} text @returns {Identifier} an identifier without version, as the index has it */
  function plain(text) {
    const bare = text.replace(/\/+$/, '').replace(FILE_ENDING, '').replace(VERSION, '$1').replace(/^arxiv[.:]/i, '');
    // The subject class of old identifiers, as in math.GT/0309136, may be left out.
    const others = [bare.replace(/\.[a-z]{2}\//i, '/')];
    if (ACL.test(bare)) others.push('10.18653/v1/' + bare);
    return made(bare, ARXIV.test(bare) || ACL.test(bare), others);
  }

  /** @param {string} text that contains a DOI @returns {Identifier} */
  function doi(text) {
    let found = /** @type {RegExpExecArray} */ (DOI.exec(text))[0].replace(/[)\]}>.,;'"]+$/, '');
    if (DOI_OF_ARXIV.test(found)) return { ...plain(found.replace(DOI_OF_ARXIV, '')), isCertain: true };
    if (DOI_OF_ACL.test(found)) return { ...plain(found.replace(DOI_OF_ACL, '')), isCertain: true };
    const others = [found.split(/[?#&]/)[0]];
    while (DOI_ENDING.test(found)) others.push((found = found.replace(DOI_ENDING, '')));
    return made(found, true, others);
  }

  /** @param {string} address @returns {Identifier | null} */
  function fromAddress(address) {
    const [, host, path, query] = /** @type {RegExpExecArray} */ (
      /^(?:https?:\/\/)?(?:www\.)?([^/?#]*)([^?#]*)\??([^#]*)/i.exec(address)
    );
    const id = new URLSearchParams(query).get('id');
    if (id && /openreview/i.test(host)) return made(id, true);
    if (DOI.test(path)) return doi(path);
    const segments = path.replace(/\/document$/, '').split('/').filter(Boolean);
    const last = segments[segments.length - 1];
    if (!last) return null;
    if (/(?:^|\.)nature\.com$/i.test(host) && segments[0] === 'articles') return doi('10.1038/' + last);
    if (/dblp/i.test(host)) return made(path.replace(/^\/rec\/(?:html\/|bibtex\/)?/, '').replace(FILE_ENDING, ''), true);
    // Identifiers before 2007 are of two segments, as in cs/0309040.
    const old = plain(segments.slice(-2).join('/'));
    const found = old.isCertain && old.text.includes('/') ? old : plain(last);
    const isPaper = found.isCertain || HOST.test(host) || /(^|\/)papers\/[^/]+$/.test(path);
    return isPaper ? { ...found, isCertain: true } : null;
  }

  /** @param {string} item without spaces @returns {Identifier | null} the identifier that it is, or may be */
  function read(item) {
    const text = decoded(item.normalize('NFKC').replace(/^['\u2018(<[{]+|['\u2019)>\]},;.!?]+$/g, ''));
    const value = text.replace(PREFIX, '');
    const address = value.slice(Math.max(0, value.search(/https?:\/\//i)));
    const found = ADDRESS.test(address) ? fromAddress(address) : null;
    if (found) return found;
    if (DOI.test(value)) return doi(value);
    const bare = plain(value.split(/[?#]/)[0]);
    const inside = bare.isCertain ? null : ARXIV_INSIDE.exec(value);
    if (inside) return made(inside[1], true);
    if (!bare.forms.length) return null;
    if (value !== text) return { ...bare, isCertain: true };
    return bare.isCertain || /\p{Nd}/u.test(bare.forms[0]) ? bare : null;
  }

  return { read };
})();
