/** What leaves the engine as OpenTelemetry, and how it fares. */
export const telemetry = {};
