/** The program cannot be started; `exitCode` is what our process should end with. */
export class BootstrapError extends Error {
  name = 'BootstrapError';
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
