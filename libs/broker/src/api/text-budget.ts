/** What all texts of one response may come to, in characters: a refused batch can have very many records at fault. */
const MAX_RESPONSE_TEXT_CHARS = 60 * 1024;

/** Hands out room for texts in one response. */
export interface TextBudget {
  /** The text, or null when there is no room for it. */
  spend(text: string): string | null;
}

export function createTextBudget(): TextBudget {
  let left = MAX_RESPONSE_TEXT_CHARS;
  return {
    spend(text) {
      if (text.length > left) return null;
      left -= text.length;
      return text;
    },
  };
}
