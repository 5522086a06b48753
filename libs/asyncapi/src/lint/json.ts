/** JSON that may be changed, as libraries take it. */
export type Json = null | boolean | number | string | Json[] | JsonRecord;

export interface JsonRecord {
  [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
