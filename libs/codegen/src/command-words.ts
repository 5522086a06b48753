import type { LongForm, LongRules } from '@sluice/avro';

/*
 * What `sluice generate` and the template for the AsyncAPI Generator read and write alike.
 */

/** A word of a command as a shell takes it; whatever it holds, it stays one line and ends no comment. */
export function quoteWord(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\u2028\u2029`]/gu, '?').replaceAll('*/', '*?/');
  return /^[\w./:@%+,=-]+$/u.test(plain) ? plain : `'${plain.replaceAll("'", String.raw`'\''`)}'`;
}

const LONG_FORMS: readonly string[] = ['number', 'bigint', 'string'] satisfies readonly LongForm[];

/** The forms of 64-bit integers: `bigint` for all, `com.thingam.Reading.at=string` for one. `refuse` throws. */
export function readLongRules(
  texts: readonly string[],
  refuse: (text: string, why: string) => never,
): LongForm | LongRules | undefined {
  const fields: Record<string, LongForm> = {};
  let general: LongForm | undefined;
  for (const text of texts) {
    const equals = text.lastIndexOf('=');
    const form = text.slice(equals + 1);
    if (!isLongForm(form)) return refuse(text, 'expected number, bigint or string, or FIELD=FORM');
    if (equals > 0) fields[text.slice(0, equals)] = form;
    else if (equals === 0 || general !== undefined) return refuse(text, 'one form is for all fields');
    else general = form;
  }
  if (Object.keys(fields).length === 0) return general;
  return { ...(general === undefined ? {} : { default: general }), fields };
}

function isLongForm(text: string): text is LongForm {
  return LONG_FORMS.includes(text);
}

/**
 * The earlier versions of schemas among the files of a folder, `v2` before `v10`. They are called after what their names
 * have beyond the schema's: `click.v1.avsc` is `v1`.
 */
export function listHistory(files: readonly string[]): readonly { readonly file: string; readonly name: string }[] {
  return files
    .filter((file) => file.endsWith('.avsc'))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((file) => ({ file, name: file.slice(0, -'.avsc'.length).replace(/^[^.]*\./u, '') }));
}
