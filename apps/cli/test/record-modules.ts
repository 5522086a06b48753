import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Preloaded with --import: writes the address of every module that the process loads to the file it is told.
const file = process.env['SLUICE_TEST_MODULES'] ?? '';
registerHooks({
  load(url, context, next) {
    appendFileSync(file, `${url}\n`);
    return next(url, context);
  },
});
