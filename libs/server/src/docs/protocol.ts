/** What the process that makes a document's pages is asked, as its first message. */
export type DocsTask =
  | {
      readonly kind: 'render';
      /** The working folder, absolute; paths are seen from it. */
      readonly cwd: string;
      readonly document: string;
      /** Where the pages stand on this server: `/docs/orders`. */
      readonly address: string;
      /** Whether there is an index of documents at `/docs`. */
      readonly hasIndex: boolean;
      /** Whether `ask` leads to a registry. */
      readonly hasRegistry: boolean;
    }
  | { readonly kind: 'summarize'; readonly cwd: string; readonly documents: readonly string[] };

/** A file that a rendering depends on, as it was when it was read. */
export interface DocsFile {
  /** Absolute. */
  readonly path: string;
  /** Tells one version of the file from another without reading it. */
  readonly state: string;
  /** Of its content; `none` where it cannot be read. */
  readonly hash: string;
}

export interface DocsFinding {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface DocsPages {
  readonly html: string;
  readonly markdown: string;
  /** The Content-Security-Policy that the page is made for. */
  readonly policy: string;
}

export interface DocsSummary {
  readonly document: string;
  readonly title?: string;
  readonly version?: string;
  /** The first thing that is wrong, where it is no valid document. */
  readonly finding?: DocsFinding;
}

/** What comes of a task. */
export type DocsResult =
  | { readonly kind: 'pages'; readonly pages: DocsPages; readonly files: readonly DocsFile[] }
  | { readonly kind: 'invalid'; readonly findings: readonly DocsFinding[]; readonly files: readonly DocsFile[] }
  | { readonly kind: 'summaries'; readonly summaries: readonly DocsSummary[]; readonly files: readonly DocsFile[] };

/** What the child sends. `ask` is a GET of the registry's REST API; its answer comes as a RegistryReply. */
export type ChildMessage =
  | { readonly kind: 'ask'; readonly id: number; readonly path: string }
  | { readonly kind: 'result'; readonly result: DocsResult }
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string };

export interface RegistryReply {
  readonly id: number;
  /** 0 where the registry did not answer. */
  readonly status: number;
  readonly body: string;
}
