/** What clients tell of a record that the gate refused, by the text of their error. */
export const REFUSALS = {
  'the reason': /factory7-value: expected magic byte 0/,
  'that the record is invalid': /INVALID_RECORD|failed (to validate record|the validation)/,
  'an unknown error': /UnknownError/,
} as const satisfies Record<string, RegExp>;
