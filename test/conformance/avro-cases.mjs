// node test/conformance/avro-cases.mjs DIR: runs the Avro case files in DIR. Plain JavaScript, for it starts under Node 20 too.
import { runWithNode24 } from '../../apps/cli/bootstrap.mjs';

const script = new URL('avro/main.ts', import.meta.url).href;
await runWithNode24(script, process.argv.slice(2), { mode: 'production' });
