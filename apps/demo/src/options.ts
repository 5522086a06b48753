import { defineOptions } from '@sluice/runtime';
import type { HelpText, OptionValues } from '@sluice/runtime';

export const demoOptions = defineOptions({
  seconds: { type: 'int', min: 1, max: 86_400, help: 'End after N seconds; without it the demo runs until Ctrl-C.' },
  kafka: {
    type: 'host-port',
    default: '127.0.0.1:0',
    help: 'Where to listen for Kafka clients; port 0 takes a free one.',
  },
  http: { type: 'host-port', default: '127.0.0.1:0', help: 'Where to listen for HTTP; port 0 takes a free one.' },
  allowInsecure: {
    type: 'boolean',
    help: 'Let --kafka and --http be reached from other machines: the demo asks nobody who they are.',
  },
  help: { type: 'boolean', short: 'h', help: 'Show this text.' },
});

export type DemoOptions = OptionValues<typeof demoOptions>;

export const demoHelp: HelpText = {
  usage: 'npm run demo -- [options]',
  summary:
    "Runs Thingam Industries' factory 7 against Sluice: machines send Avro readings, some send what they should not and " +
    'are told why, and the schema changes while everything runs.',
  examples: [
    { command: 'npm run demo -- --seconds 10', help: 'ten seconds, then the totals' },
    {
      command: 'npm run demo -- --kafka 127.0.0.1:9092 --http 127.0.0.1:8081',
      help: 'on the usual ports, for your own clients',
    },
  ],
  notes: [
    'Nothing outlives the demo: it keeps its data in a temporary folder and removes it. On a terminal it draws one live page; ' +
      'elsewhere it prints a line a second. NO_COLOR is honoured.',
    'The last line is `demo: N produced, N accepted, N rejected, N consumed`. Exit code 0 says that produced = accepted + rejected, ' +
      'and that both consumer groups read every accepted record, each machine in order; 1 says which of these failed; 2 is wrong usage.',
  ],
};
