import type { Flag, Verb } from './tree.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const scripts: Readonly<Record<Shell, (verbs: readonly Verb[]) => string>> = { bash, zsh, fish };

const named = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(' ');

/** Where nothing of ours fits, the shell offers files. */
function bash(verbs: readonly Verb[]): string {
  const choices = verbs.flatMap(({ name, options }) =>
    options.filter(hasChoices).map((flag) => `    '${name} ${flag.name}') words='${flag.choices.join(' ')}';;`),
  );
  const cases = verbs.map(
    ({ name, options, words }) => `    ${name}) flags='${named(options)}' words='${words.join(' ')}';;`,
  );
  return `# For now: eval "$(sagaloom completions bash)"; for good, the same line in ~/.bashrc
_sagaloom() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} verb=\${COMP_WORDS[1]} flags= words=
  case $verb in
${cases.join('\n')}
  esac
  case "$verb $before" in
${choices.join('\n')}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words='${named(verbs)}' flags='--help --version'
  case $current in -*) words=$flags;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _sagaloom sagaloom`;
}

function zsh(verbs: readonly Verb[]): string {
  const spec = ({ name, summary, takesValue, choices }: Flag): string => {
    const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : takesValue ? ':value:_files' : '';
    return zshQuoted(`${name}[${summary.replaceAll(/[[\]]/g, '')}]${value}`);
  };
  const rest = (words: readonly string[]): string =>
    words.length > 0 ? zshQuoted(`2:word:(${words.join(' ')})`) : zshQuoted('*:file:_files');
  const cases = verbs.map(({ name, options, words }) => {
    return `    ${name}) _arguments ${options.map(spec).join(' ')} ${rest(words)};;`;
  });
  const described = verbs.map(({ name, summary }) => zshQuoted(`${name}:${summary.replaceAll(':', '\\\\:')}`));
  return `#compdef sagaloom
# For now: source <(sagaloom completions zsh); for good, the same line in ~/.zshrc after compinit
_sagaloom() {
  local -a verbs=(${described.join(' ')})
  if (( CURRENT == 2 )); then _describe verb verbs; return; fi
  case $words[2] in
${cases.join('\n')}
  esac
}
compdef _sagaloom sagaloom`;
}

function fish(verbs: readonly Verb[]): string {
  const lines = verbs.flatMap(({ name, summary, options, words }) => [
    `complete -c sagaloom -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
    ...options.map((flag) => `complete -c sagaloom -n '__fish_seen_subcommand_from ${name}' ${fishFlag(flag)}`),
    ...(words.length > 0
      ? [`complete -c sagaloom -n '__fish_seen_subcommand_from ${name}' -f -a '${words.join(' ')}'`]
      : []),
  ]);
  return ['# For now: sagaloom completions fish | source', ...lines].join('\n');
}

function fishFlag({ name, summary, takesValue, choices }: Flag): string {
  const value = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : takesValue ? ' -r' : ' -f';
  return `-l ${name.replace(/^--/, '')}${value} -d ${fishQuoted(summary)}`;
}

const hasChoices = ({ choices }: Flag): boolean => choices.length > 0;

const zshQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
