const { createInterface } = require('node:readline');

/** Answers the lines of ../actions.ts until standard input ends. `refusal` makes of an error what the client shows of it, or nothing. */
exports.serve = async (actions, refusal) => {
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: action, ...args } = JSON.parse(line);
    let answer;
    try {
      answer = { ok: (await actions[action](args)) ?? null };
    } catch (error) {
      const refused = refusal(error);
      answer = refused === undefined ? { error: String(error.stack) } : { ok: { refused } };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
};
