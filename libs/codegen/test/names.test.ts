import { describe, expect, it } from 'vitest';
import { createFileScope, createNameScope, formatName, literalKey, propertyKey, quote } from '../src/names.ts';

describe('names', () => {
  it.each([
    ['HTTPServer_v2', 'HTTPServerV2', 'httpServerV2', 'http_server_v2', 'http-server-v2', 'HTTP_SERVER_V2'],
    ['MACHINE_STATE', 'MachineState', 'machineState', 'machine_state', 'machine-state', 'MACHINE_STATE'],
    ['URL', 'URL', 'url', 'url', 'url', 'URL'],
    [
      'machine sensor/readings',
      'MachineSensorReadings',
      'machineSensorReadings',
      'machine_sensor_readings',
      'machine-sensor-readings',
      'MACHINE_SENSOR_READINGS',
    ],
    ['3dPrinter', '_3DPrinter', '_3DPrinter', '_3_d_printer', '3-d-printer', '_3_D_PRINTER'],
    ['Größe', 'Größe', 'größe', 'größe', 'größe', 'GRÖSSE'],
    ['漢字', '漢字', '漢字', '漢字', '漢字', '漢字'],
    ['__proto__', 'Proto', 'proto', 'proto', 'proto', 'PROTO'],
    ['!?', 'Unnamed', 'unnamed', 'unnamed', 'unnamed', 'UNNAMED'],
  ])('%s', (text, ...expected) => {
    const forms = ['pascal', 'camel', 'snake', 'kebab', 'upper'] as const;
    expect(forms.map((form) => formatName(text, form))).toEqual(expected);
  });

  it('get a suffix where they are reserved or taken', () => {
    const names = createNameScope('ts', ['own']);
    const wanted = ['Record', 'Record', 'own', 'A', 'A', 'A', 'A_'];
    expect(wanted.map((name) => names.take(name))).toEqual(['Record_', 'Record_2', 'own_', 'A', 'A_', 'A_2', 'A__']);
    const files = createFileScope('ts');
    expect(['index', 'a', 'a', 'a', 'con'].map((name) => files.take(name))).toEqual([
      'index-2',
      'a',
      'a-2',
      'a-3',
      'con-2',
    ]);
    expect(createFileScope('python').take('con')).toBe('con_');
  });

  it('of properties stay as they are', () => {
    expect(['a', 'a-b', 'class', '名前', '1', '__proto__', "it's"].map(propertyKey)).toEqual([
      'a',
      "'a-b'",
      'class',
      '名前',
      "'1'",
      '__proto__',
      '"it\'s"',
    ]);
    expect(literalKey('__proto__')).toBe("['__proto__']");
  });

  it.each(['plain', "it's", 'say "x"', `both ' and "`, 'line\nbreak', '\u2028\\', '\ud800'])('quotes %j', (text) => {
    // oxlint-disable-next-line typescript/no-implied-eval -- what the text means is what is asked
    expect(new Function(`return ${quote(text)}`)()).toBe(text);
  });
});
