import type { Diagnostic } from '../diagnostic.ts';

interface Code {
  readonly severity: Diagnostic['severity'];
  /** What it is about, and what to do; the message of a diagnostic says it of the case at hand. */
  readonly help: string;
}

const error = (help: string): Code => ({ severity: 'error', help });
const warning = (help: string): Code => ({ severity: 'warning', help });

const file = {
  JSON_SYNTAX: error('The text is not JSON. Correct it at the place named.'),
  JSON_DUPLICATE_KEY: error('An object has two members of one name, of which one would be lost. Rename or remove one.'),
  TEXT_BROKEN: error('A text has half of a character, as when it was cut in two. Write it anew.'),
  JSON_TOO_DEEP: error('The document is nested too deeply. Split it into smaller parts.'),
  FORMAT_MISSING: error('The document does not say what it is. Add "format": "sagaloom/v1".'),
  FORMAT_NEWER: error('The file was made by a newer version. Update this program to open it.'),
  FORMAT_UNKNOWN: error('The format is none of ours. Write "format": "sagaloom/v1".'),
} as const satisfies Record<string, Code>;

const shape = {
  FIELD_MISSING: error('A field that must be there is not. Add it.'),
  FIELD_UNKNOWN: error('There is no such field. Correct its name or remove it.'),
  FIELD_WRONG: error('A field has a value it cannot have. Give it one of the kind named.'),
  STEP_TYPE_UNKNOWN: error('There is no such type of step. Use one of the types named.'),
  ID_INVALID: error(
    'A name of a step, branch or variable has letters, digits, _ and -, begins with a letter, and is 64 long at most.',
  ),
  DURATION_INVALID: error('A duration is written like 500ms, 30s, 5m, 2h, 1d, or PT1H30M.'),
  SCHEMA_INVALID: error('A JSON Schema of the workflow cannot be used. Correct it.'),
} as const satisfies Record<string, Code>;

const flow = {
  STEP_DUPLICATE: error('Step ids are unique in the whole file. Rename one.'),
  STEP_NOT_FOUND: error('A start, next or branch names a step that is not in its block. Name one that is, or add it.'),
  STEP_UNREACHABLE: warning('No way leads to the step. Connect or remove it.'),
  BLOCK_EMPTY: error('A block needs a step. Add one.'),
  CYCLE_INSTANT: error(
    'The steps of a cycle all end at once and none decides to leave it. Add a choice, a task or a wait.',
  ),
  CHOICE_NO_OTHERWISE: warning(
    'When no branch is true, the choice fails with error `choice`. Add otherwise if that is not meant.',
  ),
  PARALLEL_EMPTY: error('A parallel step needs a branch. Add one.'),
  JOIN_TOO_LARGE: error('A join waits for more branches than there are. Lower its count.'),
  WAIT_AMBIGUOUS: error('A wait has exactly one of for and until.'),
  SUCCEED_MISPLACED: error(
    'Succeed ends the whole run, so it cannot stand in a parallel, map, saga or finally. Move it out, or end the block instead.',
  ),
  CONTINUE_MISPLACED: error(
    'ContinueAsNew ends the whole run and begins the next, so it stands at the top only. Move it out of the block.',
  ),
  MAP_ITEMS: error('The items of a map are an array, or an expression that gives one.'),
  EMIT_AMBIGUOUS: error('An emit has either signal and to, or event. Add what is missing, or remove one of the two.'),
  EMIT_TARGET: error('An emit signals a run by its id: a text, or an expression that gives one.'),
  RECEIVE_NO_TIMEOUT: error(
    'A receive without timeout waits without end, so it has no onTimeout. Add one or remove the other.',
  ),
  SIGNAL_UNDECLARED: warning(
    'A receive waits for a signal that is not declared beside the others. Add it under signals.',
  ),
  CATCH_UNREACHABLE: warning('An earlier clause catches all that this one would. Put it first or remove it.'),
  RETRY_UNREACHABLE: warning('An earlier rule matches all that this one would. Put it first or remove it.'),
  RETRY_INTERVALS: warning('The first interval is longer than the longest one, which then is used instead.'),
  TIMEOUT_TOO_LONG: warning(
    'One attempt, or its wait in the queue, may take longer than all together, which end it sooner.',
  ),
  HEARTBEAT_TOO_LONG: warning(
    'An attempt is over before its heartbeat can be missed. Lower heartbeat, or raise startToClose.',
  ),
  ERROR_TYPE: warning('No error has such a type. Types match by whole segments: http matches http.503, and * all.'),
  ACTIVITY_UNKNOWN: warning(
    'No activity of that name is known here. Correct the name, or see that a worker offers it.',
  ),
  ACTIVITY_INPUT: warning('The activity would refuse this input, whatever its expressions give. Correct it.'),
} as const satisfies Record<string, Code>;

const triggers = {
  TRIGGER_AMBIGUOUS: error('A schedule has exactly one of cron and every.'),
  CRON_INVALID: error('A cron expression has five fields, or six with seconds in front, such as 0 9 * * 1-5.'),
  CRON_NEVER: warning('No moment matches the cron expression. Correct its day or month.'),
  EVERY_TOO_SHORT: error('A schedule comes once a second at most. Raise every.'),
  TIME_ZONE_UNKNOWN: error('A time zone is an IANA name such as Europe/Berlin.'),
  WEBHOOK_UNSIGNED: warning('Anybody who can reach a webhook without signature can start runs. Add a signature.'),
  WEBHOOK_PATH_TAKEN: error('Two webhooks of a workflow have one address and a method in common. Change one of them.'),
  SIGNATURE_FIELD: warning('The scheme of the signature has no use for the field. Remove it.'),
  PATTERN_INVALID: error('Files are named by a path within the workspace, with *, **, ?, [ab] and {a,b}.'),
} as const satisfies Record<string, Code>;

const expressions = {
  EXPRESSION_SYNTAX: error('The expression cannot be evaluated. Correct it at the place named.'),
  EXPRESSION_MARKS: warning(
    'A text holds expression marks but is not an expression as a whole, so it is taken literally.',
  ),
  VAR_UNDECLARED: error('The variable is not declared. Add it under variables.'),
  VAR_SHARED_WRITE: error(
    'Branches and items run at once, so they cannot assign a variable they share. Use the output of the branch or item.',
  ),
  VAR_UNUSED: warning('The variable is never read. Remove it, or use it.'),
  CONFIG_UNDECLARED: error('The configuration value is not declared. Add it under config.'),
  CONFIG_DEFAULT: error('The default is not of the declared type.'),
  ATTRIBUTE_TYPE: error('The value of a search attribute is not of its type. Change one of them.'),
  SECRET_MISPLACED: error(
    'A secret is a whole value {% secrets.NAME %} in the with of a task. Move it there, and write nothing beside it.',
  ),
  REFERENCE_UNKNOWN: error('An expression reads a name that does not exist. Correct it.'),
  REFERENCE_STEP_UNKNOWN: error('An expression reads the output of a step that does not exist. Correct the id.'),
  REFERENCE_NOT_VISIBLE: error(
    'A step can read steps of its own and of enclosing blocks only. Read the output of the block that holds the step.',
  ),
  REFERENCE_NOT_RUN: error(
    'The step read need not have run. Give another value with ??, or see that it always runs before.',
  ),
  REFERENCE_NO_OUTPUT: error('Steps of that type have no output. Read a variable instead.'),
  REFERENCE_OUTPUT: error('Of a step only its output can be read: steps.ID.output.'),
  REFERENCE_DYNAMIC: warning('Which steps an expression reads cannot be told, so it cannot be checked. Name them.'),
  SCOPE_RESULT: error('The name result exists only in assign. Read steps.ID.output elsewhere.'),
  SCOPE_STEP: error(
    'The name step exists only in what a task, emit or child is given, in its assign, and in its undo.',
  ),
  SCOPE_ERROR: error('The name error exists only after a catch, and in finally.'),
  SCOPE_ITEM: error('The names item and index exist only inside a map.'),
  SCOPE_SIGNAL: error('The name signal exists only in the assign of a receive, and in the key of a declared signal.'),
  SCOPE_QUERY: error('The name query exists only in the returns of a query, and has name and input.'),
  SCOPE_UPDATE: error('The name update exists only in the assign and returns of an update, and has name and input.'),
  SCOPE_TRIGGER: error(
    'The name trigger exists only in triggers. It has at and name, and what the type of trigger knows.',
  ),
  SCOPE_LIMITED: error('The name does not exist where the expression is evaluated. Read one of those that do.'),
} as const satisfies Record<string, Code>;

const sagas = {
  COMPENSATE_AMBIGUOUS: error('A compensate has exactly one of activity and workflow.'),
  COMPENSATE_TIMEOUTS: warning('A workflow that undoes keeps its own time. Set its timeout in its own file.'),
  COMPENSATE_READ_ONLY: warning('A step that is read-only has nothing to undo. Remove one of the two.'),
  PIVOT_COMPENSATE: error('What is past the point of no return is never undone. Remove compensate, or pivot.'),
  PIVOT_PARALLEL: error(
    'A point of no return cannot stand in a parallel or map: other branches or items could still fail. Move it out.',
  ),
  PIVOT_CYCLE: error('A point of no return cannot stand in a cycle. Move it out.'),
  PIVOT_OUTSIDE: warning('Outside a saga there is nothing to undo, so a pivot means nothing. Remove it.'),
  PIVOT_FAIL: error('After the point of no return a saga cannot fail. Move the fail before it.'),
  PIVOT_FALLIBLE: warning('After the point of no return a failure waits for a person. See that the step cannot fail.'),
  SAGA_NO_UNDO: warning('The effect of the step stays when its saga fails. Add compensate, or say readOnly.'),
  SAGA_UNDO_READS: warning(
    'The undo reads what may not exist when it runs. Read step.key or step.with, or give another value with ??.',
  ),
  SAGA_CATCH_KEEPS: warning('The catch goes on while effects of what failed stay. Make what failed a saga of its own.'),
} as const satisfies Record<string, Code>;

/** As the documentation lists them. */
export const diagnosticGroups: Readonly<Record<string, Readonly<Record<string, Code>>>> = {
  'The file': file,
  Shape: shape,
  Flow: flow,
  Triggers: triggers,
  Expressions: expressions,
  Sagas: sagas,
};

/** Every diagnostic there is. Codes are stable: tools and quick fixes go by them. */
export const diagnosticCodes = { ...file, ...shape, ...flow, ...triggers, ...expressions, ...sagas };

export type DiagnosticCode = keyof typeof diagnosticCodes;
