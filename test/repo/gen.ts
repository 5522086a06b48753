import { resolve } from 'node:path';
import { writeGenerated } from './generated-files.ts';
import { GENERATORS } from './generators.ts';

/** `npm run gen`: writes all generated code. */
const count = await writeGenerated(resolve(import.meta.dirname, '../..'), GENERATORS);
process.stdout.write(`${GENERATORS.length} generators wrote ${count} files\n`);
