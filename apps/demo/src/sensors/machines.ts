/** One sensor and how its readings behave: `usual` ± `swing`, in `units`; above `alarmAbove` a person should look. */
export interface SensorSpec {
  readonly sensor: string;
  /** As the machine's display writes it. */
  readonly units: string;
  /** The same unit as a UCUM code. */
  readonly unitCode: string;
  readonly usual: number;
  readonly swing: number;
  readonly alarmAbove: number;
}

export type FirmwareNumber = 1 | 2 | 3;

/** One machine of factory 7. */
export interface MachineSpec {
  readonly machine: string;
  /** How its gateway compresses batches: the gate reads every codec. */
  readonly compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** The last firmware that its maker offers: some machines never get another. */
  readonly lastFirmware: FirmwareNumber;
  readonly sensors: readonly SensorSpec[];
}

/** The machine whose gateway now and then damages one record of a batch; it has enough sensors for a middle one. */
export const GLITCHING_MACHINE = 'ThingamajigAssembler';

export const MACHINES = [
  {
    machine: 'SuperOven3000',
    compression: 'none',
    lastFirmware: 3,
    sensors: [
      { sensor: 'OvenTemp', units: 'C', unitCode: 'Cel', usual: 220, swing: 14, alarmAbove: 232 },
      { sensor: 'DoorTemp', units: 'C', unitCode: 'Cel', usual: 41, swing: 3, alarmAbove: 60 },
    ],
  },
  {
    machine: 'MegaPress9000',
    compression: 'lz4',
    lastFirmware: 2,
    sensors: [
      { sensor: 'RamPressure', units: 'bar', unitCode: 'bar', usual: 180, swing: 25, alarmAbove: 215 },
      { sensor: 'OilTemp', units: 'C', unitCode: 'Cel', usual: 52, swing: 4, alarmAbove: 70 },
    ],
  },
  {
    machine: 'TurboLathe450',
    compression: 'zstd',
    lastFirmware: 3,
    sensors: [
      { sensor: 'SpindleSpeed', units: 'rpm', unitCode: '{rev}/min', usual: 3200, swing: 260, alarmAbove: 3600 },
      { sensor: 'ToolWear', units: '%', unitCode: '%', usual: 35, swing: 20, alarmAbove: 80 },
    ],
  },
  {
    machine: 'LaserCutterLC2',
    compression: 'snappy',
    lastFirmware: 2,
    sensors: [
      { sensor: 'LaserPower', units: 'W', unitCode: 'W', usual: 1500, swing: 90, alarmAbove: 1700 },
      { sensor: 'LensTemp', units: 'C', unitCode: 'Cel', usual: 31, swing: 2, alarmAbove: 45 },
    ],
  },
  {
    machine: 'CoolantChiller5',
    compression: 'gzip',
    lastFirmware: 1,
    sensors: [
      { sensor: 'CoolantTemp', units: 'C', unitCode: 'Cel', usual: 8, swing: 1.5, alarmAbove: 12 },
      { sensor: 'PumpPressure', units: 'bar', unitCode: 'bar', usual: 4.2, swing: 0.4, alarmAbove: 6 },
    ],
  },
  {
    machine: 'PaintBotOmega',
    compression: 'none',
    lastFirmware: 1,
    sensors: [
      { sensor: 'NozzleFlow', units: 'ml/s', unitCode: 'mL/s', usual: 12, swing: 2, alarmAbove: 16 },
      { sensor: 'BoothHumidity', units: '%', unitCode: '%', usual: 48, swing: 6, alarmAbove: 65 },
    ],
  },
  {
    machine: 'ConveyorKing7',
    compression: 'none',
    lastFirmware: 3,
    sensors: [
      { sensor: 'BeltSpeed', units: 'm/s', unitCode: 'm/s', usual: 1.4, swing: 0.2, alarmAbove: 2 },
      { sensor: 'MotorCurrent', units: 'A', unitCode: 'A', usual: 22, swing: 5, alarmAbove: 26.5 },
    ],
  },
  {
    machine: GLITCHING_MACHINE,
    compression: 'lz4',
    lastFirmware: 3,
    sensors: [
      { sensor: 'ArmTorque', units: 'Nm', unitCode: 'N.m', usual: 64, swing: 8, alarmAbove: 90 },
      { sensor: 'ArmTemp', units: 'C', unitCode: 'Cel', usual: 44, swing: 3, alarmAbove: 60 },
      { sensor: 'GripForce', units: 'N', unitCode: 'N', usual: 120, swing: 15, alarmAbove: 160 },
      { sensor: 'Vibration', units: 'mm/s', unitCode: 'mm/s', usual: 2.1, swing: 0.6, alarmAbove: 4.5 },
      { sensor: 'CycleTime', units: 's', unitCode: 's', usual: 9.5, swing: 0.5, alarmAbove: 12 },
    ],
  },
] as const satisfies readonly MachineSpec[];

/** How often a machine reports, in ms. */
export const REPORT_INTERVAL_MS = 250;
