import { Composer, LineCounter, Parser } from 'yaml';
import type { CST, Document } from 'yaml';
import type { Finding, FindingRule } from '../asyncapi-error.ts';
import { convertYaml } from './convert-yaml.ts';
import { LIMITS } from './limits.ts';
import type { ScalarNode, SourceFile } from './node.ts';
import { extensionOf } from './paths.ts';

export interface ReadSource {
  readonly file: SourceFile;
  readonly findings: readonly Finding[];
}

const SYNTAX_ERRORS_SHOWN = 10;

/**
 * Reads one file: YAML 1.2 (core schema, and the merge key `<<` of 1.1), JSON, which is YAML too, or the text of a
 * `.proto` file. Keys given twice are refused; size, depth and what aliases grow to are bounded.
 */
export function readSource(path: string, text: string): ReadSource {
  const lines = new LineCounter();
  const findings: Finding[] = [];
  const locate = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const report = (rule: FindingRule, offset: number, pointer: string, message: string): void => {
    if (findings.length >= LIMITS.findings) return;
    findings.push({ rule, severity: 'error', file: path, ...locate(offset), pointer, message });
  };
  const file: { -readonly [Key in keyof SourceFile]: SourceFile[Key] } = {
    path,
    language: languageOf(path),
    root: undefined,
    locate,
  };
  if (text.length > LIMITS.fileLength) {
    report('limit', 0, '', `longer than ${LIMITS.fileLength} characters`);
  } else if (file.language === 'proto') {
    file.root = { kind: 'scalar', file, offset: 0, pointer: '', value: text } satisfies ScalarNode;
  } else {
    const document = parseYaml(file.language === 'avro' ? blankComments(text) : text, lines, report);
    if (document !== undefined) file.root = convertYaml(document, file, report);
  }
  return { file, findings };
}

export type Report = (rule: FindingRule, offset: number, pointer: string, message: string) => void;

function languageOf(path: string): SourceFile['language'] {
  const extension = extensionOf(path);
  if (extension === 'proto') return 'proto';
  return extension === 'avsc' || extension === 'avro' ? 'avro' : 'document';
}

/** Avro files may have the comments of Java, which YAML does not know. Blanks keep every place what it was. */
function blankComments(text: string): string {
  return text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*(?:"|$)|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*/gu, (part) =>
    part.startsWith('"') ? part : part.replaceAll(/[^\r\n]/gu, ' '),
  );
}

function parseYaml(text: string, lines: LineCounter, report: Report): Document.Parsed | undefined {
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== undefined) {
    report('limit', tooDeep, '', `objects and arrays nested deeper than ${LIMITS.depth} levels`);
    return undefined;
  }
  // Keys are compared while converting: the library compares each with each.
  const composer = new Composer({ version: '1.2', uniqueKeys: false, intAsBigInt: true, prettyErrors: false });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [document] = documents;
  // Its warnings are of tags that nobody here knows, such as !include: the value would be taken for something else.
  const faults = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  for (const error of faults.slice(0, SYNTAX_ERRORS_SHOWN)) {
    report('syntax', error.pos[0], '', error.message);
  }
  const second = documents[1];
  if (second !== undefined) {
    report('syntax', second.range[0], '', 'one file holds one document, and here a second begins');
  }
  return faults.length === 0 && second === undefined ? document : undefined;
}

/** The offset of the first token nested too deep. It is looked for with a list and not by recursion: composing recurses. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const stack = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { token, depth } = next;
    if (depth > LIMITS.depth) return token.offset;
    if (token.type === 'document' && token.value !== undefined) stack.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) stack.push({ token: key, depth: depth + 1 });
      if (value) stack.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}
