import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { isAvroOnly } from '../../model/schema-format.ts';
import { LIMITS } from '../../source/limits.ts';
import { childOf, locate } from '../../source/locate.ts';
import { toJson } from '../../source/node.ts';
import type { Node } from '../../source/node.ts';
import { unescapeStep } from '../../source/pointer.ts';
import { resolveRef } from '../../source/resolve-ref.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext } from '../rule.ts';
import { addBoundedFormats } from '../schemas/formats.ts';
import { describeErrors } from './describe-error.ts';
import { loadSpecSchema, REFERENCE, SPEC_VERSIONS } from './spec-schemas.ts';

/** A reference, and the definition that what it leads to must fit. */
interface Noted {
  readonly node: Node;
  readonly kind: string;
}

export interface Structure {
  /** What does not fit AsyncAPI's schema. */
  readonly problems: readonly Problem[];
  /** References that lead nowhere, wherever the schema lets one stand. */
  readonly lost: readonly Problem[];
}

const checked = new WeakMap<LintContext['document'], Promise<Structure>>();

/** Checks a document, and whatever its references lead to, with AsyncAPI's schema of its version; once. */
export function checkStructure(context: LintContext): Promise<Structure> {
  const known = checked.get(context.document) ?? check(context);
  checked.set(context.document, known);
  return known;
}

const validators = new Map<string, Promise<SpecValidator>>();

interface SpecValidator {
  validate(kind: string, node: Node, notes: Noted[]): readonly ErrorObject[];
  readonly rootKind: string;
}

async function check({ document, root, version }: LintContext): Promise<Structure> {
  if (!SPEC_VERSIONS.has(version)) return { problems: [], lost: [] };
  const loading = validators.get(version) ?? createValidator(version);
  validators.set(version, loading);
  const validator = await loading;
  const problems: Problem[] = [];
  const lost: Problem[] = [];
  const seen = new Map<Node, Set<string>>();
  const queue: Noted[] = [{ node: root, kind: validator.rootKind }];
  for (let next = queue.pop(); next !== undefined && problems.length < LIMITS.findings; next = queue.pop()) {
    const { node, kind } = next;
    const kinds = seen.get(node) ?? new Set<string>();
    if (kinds.has(kind)) continue;
    seen.set(node, kinds.add(kind));
    const notes: Noted[] = [];
    for (const { pointer, message } of describeErrors(
      validator.validate(kind, node, notes),
      toJson(node),
      node.pointer,
    )) {
      if (isAvroKey(node, pointer)) continue;
      problems.push({ at: locate(document, node.file.path, node.pointer + pointer) ?? node, message });
    }
    for (const note of notes) {
      const resolution = resolveRef(document, note.node);
      if (resolution.kind === 'failed') lost.push({ at: resolution.at, message: resolution.message });
      else if (resolution.kind === 'found' && resolution.node.file.language === 'document') {
        queue.push({ node: resolution.node, kind: note.kind });
      }
    }
  }
  return { problems, lost };
}

/** A record's key may be described by Avro (Kafka bindings, Message Binding Object), which their schema forgets. */
export function isAvroKey(node: Node, pointer: string): boolean {
  const key = /^.*?\/bindings\/kafka\/key(?=\/|$)/u.exec(node.pointer + pointer)?.[0];
  const { root } = node.file;
  const at = key === undefined || root === undefined ? undefined : walk(root, key);
  return at !== undefined && isAvroOnly(toJson(at));
}

async function createValidator(version: string): Promise<SpecValidator> {
  const { schema, definitionId } = await loadSpecSchema(version);
  const notes: { path: string; kind: string }[] = [];
  const ajv = createSpecAjv((path, kind) => notes.push({ path, kind }));
  ajv.addSchema(schema);
  const rootKind = definitionId('asyncapi');
  return {
    rootKind,
    validate(kind, node, found) {
      notes.length = 0;
      const validate = ajv.getSchema(kind) as ValidateFunction | undefined;
      if (validate === undefined) return [];
      validate(toJson(node));
      for (const { path, kind: target } of notes) {
        const at = walk(node, path);
        if (at !== undefined) found.push({ node: at, kind: target });
      }
      return validate.errors ?? [];
    },
  };
}

/** The validator of AsyncAPI's own schemas; `note` is told of every reference that stands where one may. */
export function createSpecAjv(note: (path: string, kind: string) => void): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    unicodeRegExp: false,
    code: { optimize: false },
    logger: false,
  });
  addBoundedFormats(ajv);
  ajv.addKeyword({
    keyword: REFERENCE,
    schemaType: 'string',
    errors: false,
    validate: (kind: string, _data: unknown, _parent: unknown, at?: { readonly instancePath: string }) => {
      note(at?.instancePath ?? '', kind);
      return true;
    },
  });
  return ajv;
}

function walk(node: Node, path: string): Node | undefined {
  let at: Node | undefined = node;
  for (const step of path.split('/').slice(1)) at = at && childOf(at, unescapeStep(step));
  return at;
}
