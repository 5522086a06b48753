/** What a machine does from now on. */
export interface MachineState {
  readonly machine: string;
  readonly state: 'RUNNING' | 'IDLE' | 'FAULT';
}
