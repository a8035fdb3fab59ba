declare module '*.css';
interface ImportMeta {
  readonly env?: { readonly PROD: boolean };
  glob(patterns: string[]): Record<string, () => Promise<unknown>>;
}
