/**
 * Lets this process end, as if asked to by SIGTERM, when the launcher that opened a channel to it is gone: one that was
 * killed could pass no signal on. Without such a channel nothing happens, and the channel keeps no process alive.
 */
export function endWithLauncher(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
