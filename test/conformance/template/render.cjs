'use strict';
// Renders with AsyncAPI's generator as a program of its own does: `node render.cjs GENERATOR-MODULES TEMPLATE STUBS`, from the
// folder that documents are named from. Standard input is a list of jobs, the answer one of messages: null where it went well.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [modules, template, stubs] = process.argv.slice(2);
// The generator looks for npm's own folder when it is loaded, for templates that are not on disk, and fails without it.
process.env.NODE_MODULES = stubs;
const Generator = createRequire(join(modules, 'x.js'))('@asyncapi/generator');

async function render({ document, text, out, templateParams }) {
  const generator = new Generator(template, out, { forceWrite: true, templateParams });
  try {
    await (text === undefined ? generator.generateFromFile(document) : generator.generate(text, { path: document }));
    return null;
  } catch (error) {
    return error.message;
  }
}

async function main() {
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  const answers = [];
  for (const job of JSON.parse(input)) answers.push(await render(job));
  process.stdout.write(JSON.stringify(answers));
}

void main();
