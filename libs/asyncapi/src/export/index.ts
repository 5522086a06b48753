export { exportModel } from './export-model.ts';
export type { ExportSource, LiveServer, LiveSubject, LiveTopic } from './live-topics.ts';
