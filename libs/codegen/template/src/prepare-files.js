'use strict';
const { mkdir } = require('node:fs/promises');
const { dirname, join } = require('node:path');
const { AsyncApiError, buildModel, describeFinding, loadDocument, locate, parseAvro } = require('@sluice/asyncapi');
const { CodegenError, generateModel, readProtobufFiles } = require('@sluice/codegen');
const { describeSource } = require('./describe-source.js');
const { readHistory } = require('./read-history.js');
const { readOptions } = require('./read-options.js');

/** Files by the parsed document that a template is rendered with. */
const prepared = new WeakMap();

/**
 * Generates everything, and makes the folders: the generator writes `a/b.ts` only where `a` is. From the document's own
 * text; what the parser makes of it has lost what JSON Schema cannot say.
 */
async function prepareFiles(generator) {
  const { asyncapi, targetDir, templateParams } = generator;
  const cwd = process.cwd();
  const source = describeSource(asyncapi, cwd);
  const options = readOptions(templateParams, { document: source.path, targetDir, cwd });
  const files = await generateFiles(source, options, cwd);
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    await mkdir(join(targetDir, folder), { recursive: true });
  }
  prepared.set(asyncapi, files);
}

/** What was prepared for a document; of one that nothing was prepared for, an error. */
function takeFiles(asyncapi) {
  const files = prepared.get(asyncapi);
  if (files === undefined) throw new Error("this template does nothing without its hook 'generate:before'");
  return files;
}

async function generateFiles(source, options, cwd) {
  const document = await loadDocument(source);
  const { model, findings } = buildModel(document);
  if (model === undefined) throw new Error(list(findings.map(describeFinding)));
  try {
    checkAvro(model, document);
    const writers = await readHistory(document, cwd);
    const readFile = (path) => source.readFile(path).catch(() => undefined);
    const protobufFiles = await readProtobufFiles(model, document.main.path, readFile);
    return generateModel(model, { ...options, writers, protobufFiles });
  } catch (error) {
    if (error instanceof AsyncApiError) throw new Error(list(error.findings.map(describeFinding)), { cause: error });
    if (error instanceof CodegenError) throw new Error(list(placeFindings(error, document)), { cause: error });
    throw error;
  }
}

/** Schemas are parsed with the document at hand, so that what is wrong with one has its own place. */
function checkAvro(model, document) {
  const messages = model.channels.flatMap((channel) => channel.messages);
  for (const use of messages.flatMap(({ payload, headers, kafka }) => [payload, headers, kafka?.key])) {
    if (use?.format === 'avro' && use.openRef === undefined) parseAvro(use, document);
  }
}

/** `FILE#POINTER` becomes `FILE:LINE:COLUMN`. */
function placeFindings({ findings }, document) {
  return findings.map(({ path, message }) => {
    const hash = path.indexOf('#');
    const place = hash < 0 ? undefined : locate(document, path.slice(0, hash), path.slice(hash + 1));
    return `${place === undefined ? path : `${place.file}:${place.line}:${place.column}`}: ${message}`;
  });
}

function list(lines) {
  return `nothing is generated:\n${lines.join('\n')}`;
}

module.exports = { prepareFiles, takeFiles };
