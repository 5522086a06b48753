import { parseSync } from 'vite';
import type { ESTree } from 'vite';

/**
 * Writes declared functions as arrows, which are shorter: each goes to the start of its block, where a declaration is
 * hoisted to as well. One that is a generator, or asks for `this` or `arguments`, stays. Our code makes nothing of a
 * function with `new`. Constants of the top go before them: a minifier writes those in place that it has seen.
 */
export function shortenFunctions(code: string): string {
  return write(parseSync('runtime.js', code, { sourceType: 'module' }).program);

  function write(node: ESTree.Node): string {
    const isBlock = node.type === 'BlockStatement' || node.type === 'Program';
    const arrows: string[] = [];
    let constants = '';
    let text = '';
    let at = node.start;
    for (const child of childrenOf(node)) {
      text += code.slice(at, child.start);
      if (isBlock && child.type === 'FunctionDeclaration' && canBeArrow(child)) arrows.push(writeArrow(child));
      else if (node.type === 'Program' && isConstant(child)) constants += `${code.slice(child.start, child.end)}\n`;
      else text += write(child);
      at = child.end;
    }
    text += code.slice(at, node.end);
    if (arrows.length === 0) return constants + text;
    const isProgram = node.type === 'Program';
    const declared = `${isProgram ? 'var' : 'let'} ${arrows.join(',\n')};\n`;
    return isProgram ? constants + declared + text : `{${declared}${text.slice(1)}`;
  }

  function writeArrow(node: ESTree.Function): string {
    const { id, body } = node;
    if (id === null || body === null) throw new Error('a declared function without a name or a body');
    const parameters = code.slice(id.end, body.start);
    return `${id.name}=${node.async ? 'async ' : ''}${parameters.trim()}=>${write(body)}`;
  }
}

function canBeArrow(node: ESTree.Function): boolean {
  return !node.generator && !asksForItself(node);
}

function isConstant(node: ESTree.Node): boolean {
  if (node.type !== 'VariableDeclaration') return false;
  return node.declarations.every(({ init }) => init?.type === 'Literal');
}

function asksForItself(node: ESTree.Node): boolean {
  if (node.type === 'ThisExpression' || node.type === 'MetaProperty') return true;
  if (node.type === 'Identifier' && node.name === 'arguments') return true;
  return childrenOf(node).some(asksForItself);
}

/** The nodes within one, in the order of the text. */
function childrenOf(node: ESTree.Node): readonly ESTree.Node[] {
  const found = Object.values(node).flat().filter(isNode);
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  // The key of a property in short form stands within its value.
  return found.filter((item, i) => item.start !== found[i - 1]?.start);
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}
