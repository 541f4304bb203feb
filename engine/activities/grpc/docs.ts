export const docs = `Calls a unary method, and gives the answer as \`message\`, with \`metadata\` and \`trailers\`. What the service's messages are is asked of
the server itself (reflection, v1 or v1alpha), or read from \`proto\`, a file of the workspace, with what it imports. What a server told is
kept, and asked for again where a method is not in it, a message does not fit it, or the server answers UNIMPLEMENTED.

Messages are ProtoJSON: integers of 64 bits are texts, bytes are base64, times RFC 3339, durations like \`1.5s\`, enums by name. Fields of the
answer that were not set have their default.

\`idempotency-key\`, the key of the step, and \`traceparent\` are sent as metadata, unless \`metadata\` says otherwise. Methods that stream cannot be
called. A message may be 16 MiB, either way.

**Where it goes** is subject to the rules for the network that hold for \`http\`. A connection of type \`grpc\` in \`sagaloom.config.json\` has
\`target\`, and perhaps \`tls\` (false: none), \`ca\` or \`caFile\`, \`cert\` or \`certFile\`, \`key\`, \`serverName\`, \`authority\`; what the step says wins.

Errors are \`grpc.STATUS\`, with \`details.code\`, \`message\`, \`trailers\`, and \`details.errors\`: what the service said by google.rpc.Status, such as
ErrorInfo or BadRequest.

| error | effect | tried again |
| --- | --- | --- |
| \`grpc.INVALID_ARGUMENT\`, \`NOT_FOUND\`, \`ALREADY_EXISTS\`, \`PERMISSION_DENIED\`, \`UNAUTHENTICATED\`, \`FAILED_PRECONDITION\`, \`OUT_OF_RANGE\`, \`UNIMPLEMENTED\` | none | never |
| \`grpc.RESOURCE_EXHAUSTED\` | none | as the step says |
| \`grpc.UNAVAILABLE\` | none where no connection was made, else unknown | as the step says |
| \`grpc.DEADLINE_EXCEEDED\` | unknown; none where no connection was made | as the step says |
| \`grpc.DATA_LOSS\` | unknown | never |
| \`grpc.ABORTED\`, \`CANCELLED\`, \`INTERNAL\`, \`UNKNOWN\` | unknown | as the step says |
| \`grpc.tooLarge\`, \`grpc.answer\`: the answer is too large, or cannot be read | unknown | never |
| \`grpc.reflection\`: the server does not tell what the service is | none | where it may pass |
| \`grpc.forbidden\`: the network's rules do not allow it | none | never |`;
