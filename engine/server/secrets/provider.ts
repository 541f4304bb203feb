/** Where secrets of a workspace may be kept. */
export type SecretProviderKind = 'environment' | 'dotenv' | 'keychain' | 'file';

export interface SecretProvider {
  readonly kind: SecretProviderKind;
  /** As people know it: `.env.production`. */
  readonly place: string;
  /** As they are now. Rejects with an `EnvironmentError` where that cannot be known. */
  readonly all: () => Promise<ReadonlyMap<string, string>>;
}

/** One that Sagaloom itself may change; an `EnvironmentError` where it cannot. */
export interface SecretStore extends SecretProvider {
  readonly set: (name: string, value: string) => Promise<void>;
  /** False: it was not there. */
  readonly remove: (name: string) => Promise<boolean>;
}

/** What is shown of a secret: never its value. */
export interface SecretListed {
  readonly name: string;
  /** The provider whose value counts. */
  readonly provider: SecretProviderKind;
  readonly place: string;
  /** Others that have it too, and do not count. */
  readonly hidden: readonly string[];
}
