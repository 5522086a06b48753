export { exportModel } from './export-model.ts';
export type { ExportSource, LiveServer, LiveTopic } from './live-topics.ts';
