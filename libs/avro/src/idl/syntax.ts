import { IdlFault } from './fault.ts';
import type { Token, Tokens } from './tokens.ts';

export function isSign(token: Token, sign: string): boolean {
  return token.type === 'sign' && token.text === sign;
}

export function isKeyword(token: Token, keyword: string): boolean {
  return token.type === 'word' && !token.isName && token.text === keyword;
}

export function takeSign(tokens: Tokens, sign: string): boolean {
  if (!isSign(tokens.peek(), sign)) return false;
  tokens.take();
  return true;
}

export function takeKeyword(tokens: Tokens, keyword: string): boolean {
  if (!isKeyword(tokens.peek(), keyword)) return false;
  tokens.take();
  return true;
}

export function expectSign(tokens: Tokens, sign: string): void {
  if (!takeSign(tokens, sign)) throw unexpected(tokens.peek(), `'${sign}'`);
}

/** A name, which may be spelled like a keyword. */
export function expectName(tokens: Tokens, what: string): Token {
  const token = tokens.take();
  if (token.type !== 'word') throw unexpected(token, what);
  return token;
}

export function unexpected(token: Token, expected: string): IdlFault {
  const shown = token.text.length > 40 ? `${token.text.slice(0, 37)}...` : token.text;
  const found = token.type === 'end' ? 'the end of the text' : shown;
  return new IdlFault(`expected ${expected}, found ${found}`, token.at);
}
