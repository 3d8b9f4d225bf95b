/** Keeps certificates checked, whatever a shell was told for the sake of other programs. */

/** Node would take any certificate with it; it looks at every connection, so that this counts for all that follow. */
export function checkCertificates(env: NodeJS.ProcessEnv): void {
  delete env.NODE_TLS_REJECT_UNAUTHORIZED;
}
