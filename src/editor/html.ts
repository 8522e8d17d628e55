import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** One page of the webview bundle. */
export interface Page {
  readonly title: string;
  /** File names under `dist/webview`. */
  readonly script: string;
  readonly styles: readonly string[];
}

/** The only folder that a page may load from. */
export function resourceRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/**
 * The shell of a webview page: nothing but our own script and styles may load, no inline code, no network. The
 * language and the title are for screen readers.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, page: Page): string {
  const nonce = randomBytes(16).toString('base64url');
  const address = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(resourceRoot(extension), file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const links = page.styles.map((file) => `<link rel="stylesheet" nonce="${nonce}" href="${address(file)}">`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${page.title}</title>
${links.join('\n')}
</head>
<body>
<script type="module" nonce="${nonce}" src="${address(page.script)}"></script>
</body>
</html>`;
}
