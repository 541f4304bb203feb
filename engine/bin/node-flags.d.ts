declare const nodeFlags: { readonly flags: readonly string[] };
export = nodeFlags;
