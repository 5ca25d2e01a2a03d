/* The type of `papershelf`, the one object through which the site's scripts share what they offer. */

/** A paper on the reader's own list, as the browser keeps it. */
interface ListedPaper extends CitedPaper {
  note: string;
  /** The name of its list; empty for the first one. */
  list: string;
  /** The day on which the reader starred it. */
  added: string;
  read: boolean;
  /** When the reader last changed the note, the mark or the list, as an ISO time; empty if never. */
  changed: string;
}

/** reading-list.js: the papers that the reader has starred. */
interface ReadingList {
  /** Tells this site's stored values from those of others on the same server or disk. */
  place: string;
  /** Returns the address of a page of the site, from the site's root. */
  urlOf(place: { pathname: string }): string;
  /** Returns the papers of all lists. */
  items(): ListedPaper[];
  /** Returns the name of the list that stars go to; empty for the first one. */
  chosen(): string;
  /** Reads the list again, as another tab may have changed it. */
  load(): ListedPaper[];
  store(list: ListedPaper[]): void;
  /** Adds a paper, or takes it off. */
  toggle(url: string, describe: () => object): void;
  /** Sets parts of a listed paper. */
  change(url: string, parts: Partial<ListedPaper>): void;
  /** Moves a paper that was renamed to its present address. */
  rename(former: string[], url: string): void;
  /** Returns the sound papers of what others have written. */
  cleanAll(values: unknown): ListedPaper[];
  /** Returns a paper as it was changed last: here, or where the other is from. */
  newest(paper: ListedPaper, other: ListedPaper | undefined): ListedPaper;
  /** Calls `show` after each change of the list. */
  watch(show: () => void): void;
}

/** stars.js: the star, the read mark and the note of a paper, wherever it is shown. */
interface Stars {
  make(url: string, title: string, describe: () => object): HTMLElement;
  makeNote(paper: { url: string }): HTMLElement;
  refresh(): void;
}

/** What lists know of a paper that a citation needs. */
interface CitedPaper {
  id: string;
  /** Its page, from the site's root. */
  url: string;
  title: string;
  authors: string[];
  /** Whether it has more authors than `authors` names. */
  more: boolean;
  date: string;
  doi: string;
  arxiv: string;
  venue?: string;
  /** The address of its picture, from the site's root. */
  picture?: string;
}

/** A name or a search that the reader follows, with its page from the site's root. */
interface Followed {
  url: string;
  name: string;
}

/** visits.js: what was seen and read, and whom the reader follows. */
interface Visits {
  /** Marks a list item whose paper was read. */
  mark(item: Element, url: string): void;
  /** Makes a button follow something, or stop; a button that is connected again follows something else. */
  connect(button: HTMLElement, followed: Followed): HTMLElement;
  makeButton(followed: Followed): HTMLElement;
  follows(): Followed[];
  addressOf(followed: Followed): string;
  /** Returns the query that finds the papers of what is followed. */
  queryOf(followed: Followed): string;
  /** Returns what a saved list holds of all this. */
  saved(): { follows: Followed[]; read: string[] };
  /** Adds what a saved list holds. */
  add(saved: { follows?: unknown; read?: unknown }): void;
}

/** What a row shows of a paper; texts may have marked parts. */
interface RowParts {
  url: string;
  title: (Node | string)[];
  authors: (Node | string)[];
  /** Its organization, venue or the like. */
  place?: (Node | string)[];
  /** An ISO date. */
  date?: string;
  votes?: number;
  summary?: (Node | string)[];
  /** The address of its picture, from the site's root. */
  picture?: string;
  /** The elements of its last line. */
  links?: Node[];
}

/** keys.js: the keyboard shortcuts of the page. */
interface Keys {
  /** Adds a shortcut; `name` explains it in the list of shortcuts. */
  add(key: string, name: string, act: () => void): void;
}

interface Papershelf {
  // site.js
  /** Returns an English message in the site's language. */
  t(message: string): string;
  all(selector: string, within?: ParentNode): HTMLElement[];
  make(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement;
  /** Returns what `keep` has kept under a name, or an empty string. */
  recall(name: string): string;
  /** Keeps a value between pages, or forgets an empty one; returns whether the browser allows it. */
  keep(name: string, value: string): boolean;
  isDark(): boolean;
  /** Returns the values of this or another page's `citation_…` metadata. */
  metadata(name: string, page?: ParentNode): string[];
  /** Returns the link to a list item's paper. */
  titleOf(item: Element): HTMLAnchorElement | null;
  /** Offers a text as a file to download. */
  save(name: string, text: string, type: string): void;

  keys: Keys;
  list: ReadingList;
  stars: Stars;
  /** Undefined until visits.js is loaded, after the page. */
  visits?: Visits;
  // reading-list-page.js
  /** Shows a list, which stars go to from now on; without a name, the chosen one. */
  showList(name?: string): void;
  /** Adds papers that are not trusted to the reading lists, and returns how many were new. */
  addToLists(papers: unknown[]): number;
  // row.js
  /** Returns an ISO date as the site's own lists write it. */
  dateText(iso: string): string;
  /** Returns a paper as an item of a list, as the site's own lists have it. */
  row(parts: RowParts): HTMLElement;
  // bibtex.js
  /** Returns a paper's home on the web, or its page here; empty on a disk. */
  addressOf(paper: CitedPaper): string;
  bibtex(paper: CitedPaper & { note?: string }): string;
  // markdown.js
  /** Returns a paper as a line of a list, with a box to tick if `read` is given, and its note below. */
  markdown(paper: CitedPaper & { note?: string, read?: boolean }): string;
  /** Returns a link, or bold text without an address. */
  markdownLink(text: string, address: string): string;
  /** Shows a short message at the foot of the window. */
  say(message: string): void;

  // search.js
  /** The way from the page to the site's root. */
  root: string;
  /** Runs a script of the site once, and resolves to what it hands over. */
  load(path: string): Promise<any>;
  /** Loads everything that a search needs besides its shards. */
  loadEngine(): Promise<unknown>;
  /** Runs a script of the site whatever caches have. */
  loadAgain(path: string): Promise<any>;
  /** Returns whether the site has another index by now, which the next search reads. */
  isOutdated(generation: object): Promise<boolean>;
  search(text: string, options?: SearchOptions): Promise<SearchAnswer>;
  complete(text: string): Promise<Completion[]>;
  take(parts: unknown[]): void;
  data(path: string, data: unknown): void;
}

declare var papershelf: Papershelf;

/** What the build tells the service worker: see `build/offline.py`. */
declare const papershelfSite: {
  version: string;
  /** The digest of each list of files. */
  parts: string[];
  /** The number of files in each folder, and their bytes. */
  folders: Record<string, [number, number]>;
  /** The folders that belong to a kept archive. */
  kept: string[];
  /** The files that are always kept. */
  shell: string[];
};

interface Window {
  /** The interface's words in the site's language, from words.js. */
  papershelfWords?: Record<string, string>;
}
