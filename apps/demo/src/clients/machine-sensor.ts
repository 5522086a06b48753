/** A reading as any version of MachineSensor has it; what a version does not have is absent. */
export interface MachineSensor {
  readonly machine: string;
  readonly sensor: string;
  readonly value: number;
  /** As the machine's display writes it. */
  readonly units: string;
  /** Version 2: the UCUM code. */
  readonly unit?: string;
  /** Version 3's name of `unit`. */
  readonly unitCode?: string;
  /** Since version 3. */
  readonly firmware?: string | null;
}
