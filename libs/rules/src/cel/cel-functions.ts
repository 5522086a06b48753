/** The functions about strings that Confluent's clients add to CEL. */

export function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const [name = '', host = '', ...rest] = text.split('@');
  if (rest.length > 0 || name === '' || name.length > 64 || !isHostname(host)) return false;
  return /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(name);
}

/** RFC 1123, with an optional last dot; a name whose last part is a number is none. */
export function isHostname(text: string): boolean {
  if (text === '' || text.length > 253) return false;
  const parts = text.replace(/\.$/, '').split('.');
  const areNames = parts.every((part) => part.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(part));
  return areNames && !/^\d+$/.test(parts.at(-1) ?? '');
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  if (hasIpv4 && (!isIpv4(last) || text.endsWith('::'))) return false;
  const hex = hasIpv4 ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[\dA-Fa-f]{1,4}$/.test(group))) return false;
  const count = hex.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

/** An absolute URI: one with a scheme, of characters that RFC 3986 allows. */
export function isUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:./.test(text) && isUriReference(text);
}

export function isUriReference(text: string): boolean {
  return text !== '' && /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\dA-Fa-f]{2})+$/.test(text) && text.split('#').length <= 2;
}

export function isUuid(text: string): boolean {
  return /^[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{12}$/.test(text);
}
