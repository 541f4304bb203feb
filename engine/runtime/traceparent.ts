/** W3C trace context, version 00 or one to come, which may have more parts. */
const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;
const LONGEST = 256;

export const isTraceparent = (text: string): boolean => text.length <= LONGEST && pattern.test(text);
