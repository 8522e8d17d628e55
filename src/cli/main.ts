import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Searches } from '../core/ports.ts';
import { reportForms } from '../core/report/report.ts';
import type { Request } from '../core/request.ts';
import { cacheFolder } from '../node/cacheFolder.ts';
import { systemClock } from '../node/clock.ts';
import { openCode, type OpenCode } from '../node/code/open.ts';
import { openFolder } from '../node/house.ts';
import { openRuns, type OpenRuns } from '../node/scratch/runs.ts';
import { openScanner } from '../node/search/scanner.ts';
import { applyRow } from './apply.ts';
import { askInFolder } from './ask.ts';
import { findAssets, type Assets } from './assets.ts';
import { constraintsRow } from './constraints.ts';
import { ensureOneModel, listModels, openModels } from './models.ts';
import { pathRow } from './path.ts';
import { reportOfFolder } from './report.ts';
import { answerRows } from './rows.ts';
import { isLight, verifyRow, type RunPlace, type VerifyTools } from './verify.ts';

const usage = `Usage: countersign <command>

  ask <text>       plan an ask, run it and print the verdicts
  find <text>      find the lines of a text, or of the words of a question
  review           judge what the working tree has that is not committed, whoever wrote it
  report           print the verdicts that ask, find and review recorded for a folder
  verify -         judge results: JSON lines on standard input, one answer a line
  apply -          apply edits to texts, in the same way
  constraints -    compile the constraints of instructions, and hold texts against them, in the same way
  path -           decide whether paths may be written, in the same way
  models list      show the models that were found, and what is missing
  models ensure    find a model, or install the embedded runtime and fetch one

Options
  --folder <dir>   the workspace folder of ask, find, review and report (default: this one)
  --against <base> review: HEAD, the last commit (default), or index, what is staged for the next one
  --format <form>  report: markdown (default), json or sarif
  --apply          write what ask had verified
  --json           print events as JSON lines
  --model <id>     the model to use: ollama/<name>, openai/<name> or embedded/<name>
  --ollama <url>   address of an Ollama server (default: http://127.0.0.1:11434; empty asks none)
  --openai <url>   base address of a server that speaks the OpenAI chat protocol
  --run-checks     verify: run the check commands that a row names, in a scratch copy of its files; without it
                   no command is started, and what needs a run stays unproven
  --help, --version

Exit codes: 0 done, 1 a task ended without a verified result, 2 bad usage.
`;

const options = {
  folder: { type: 'string' },
  against: { type: 'string', default: 'HEAD' },
  format: { type: 'string', default: 'markdown' },
  apply: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  model: { type: 'string' },
  ollama: { type: 'string' },
  openai: { type: 'string' },
  'run-checks': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/** Runs one command; gives the exit code. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const assets = findAssets(import.meta.url, versionOf(import.meta.url));
  if (values.version) return say(`${assets.version}\n`);
  if (values.help) return say(usage);
  const [command, ...rest] = positionals;
  switch (command) {
    case 'ask':
    case 'find':
    case 'review': {
      const text = rest.join(' ').trim();
      if (command !== 'review' && text === '') return misuse(`${command} needs a text`);
      if (command === 'review' && text !== '') return misuse('review takes no text; --folder says where');
      const { against } = values;
      if (against !== 'HEAD' && against !== 'index') return misuse('--against takes HEAD or index');
      const folder = resolve(values.folder ?? '.');
      if (!isFolder(folder)) return misuse(`${folder} is no folder`);
      const ask = command === 'find' ? `/find ${text}` : text;
      const request: Request =
        command === 'review'
          ? { type: 'review', against, via: 'cli' }
          : { type: 'ask', text: ask, context: {}, via: 'cli' };
      return withCode(assets, async (code) => {
        await using models = openModels(values, assets, process.env);
        const parts = {
          assets,
          code,
          models: (abort: AbortSignal) => models.find(abort),
          print: (line: string) => void say(`${line}\n`),
          tell,
        };
        return await askInFolder(
          request,
          { folder, json: values.json, apply: values.apply, env: process.env },
          parts,
          signal,
        );
      });
    }
    case 'report': {
      if (rest.length > 0) return misuse('report takes no text; --folder says where');
      const form = reportForms.find((one) => one === values.format);
      if (form === undefined) return misuse(`--format takes ${reportForms.join(', ')}`);
      const folder = resolve(values.folder ?? '.');
      if (!isFolder(folder)) return misuse(`${folder} is no folder`);
      const { version } = assets;
      return say(await reportOfFolder({ folder, form, version, env: process.env }, tell));
    }
    case 'verify':
      if (rest.length !== 1 || rest[0] !== '-')
        return misuse('verify reads rows from standard input: countersign verify -');
      return withCode(assets, async (code) => {
        const tools = toolsOf(code, assets, values['run-checks']);
        await answerRows(process.stdin, process.stdout, (row) => verifyRow(row, tools, signal), isLight);
        return 0;
      });
    case 'apply':
      if (rest.length !== 1 || rest[0] !== '-')
        return misuse('apply reads rows from standard input: countersign apply -');
      await answerRows(process.stdin, process.stdout, (row) => Promise.resolve(applyRow(row)));
      return 0;
    case 'constraints':
      if (rest.length !== 1 || rest[0] !== '-')
        return misuse('constraints reads rows from standard input: countersign constraints -');
      await answerRows(process.stdin, process.stdout, (row) => Promise.resolve(constraintsRow(row)));
      return 0;
    case 'path':
      if (rest.length !== 1 || rest[0] !== '-')
        return misuse('path reads rows from standard input: countersign path -');
      await answerRows(process.stdin, process.stdout, (row) =>
        pathRow(row, [cacheFolder(process.env, process.platform, homedir())]),
      );
      return 0;
    case 'models': {
      const [what = 'list', more] = rest;
      if ((what !== 'list' && what !== 'ensure') || more !== undefined)
        return misuse('models takes "list" or "ensure"');
      await using models = openModels(values, assets, process.env);
      const voice = { print: (line: string) => void say(`${line}\n`), tell };
      return what === 'list'
        ? await listModels(models, voice, signal)
        : await ensureOneModel(models, voice, signal);
    }
    case undefined:
      return misuse('which command?');
    default:
      return misuse(`there is no command "${command}"`);
  }
}

async function withCode(assets: Assets, work: (code: OpenCode) => Promise<number>): Promise<number> {
  using code = openCode({
    libFolder: assets.libFolder,
    grammarFolder: assets.grammarFolder,
    workerFile: assets.workerFile,
  });
  return await work(code);
}

function toolsOf(code: OpenCode, assets: Assets, runChecks: boolean): VerifyTools {
  const scanner = openScanner({ workerFile: assets.scanWorker });
  const at = (folder: string) =>
    openFolder({
      folder,
      state: [],
      ripgrep: { path: process.env['PATH'] ?? '', packages: assets.packages },
      scanner,
      code: code.at(folder),
    });
  return {
    codeAt: (folder) => code.at(folder),
    searchesAt: (folder): Searches => at(folder).searches,
    filesAt: (folder) => at(folder).files,
    scanner,
    clock: systemClock(),
    ...(runChecks ? { runsAt: (place) => runsOf(place, assets) } : {}),
  };
}

/** The row's commands are the ones that are approved: whoever wrote it started us with the switch. */
function runsOf({ folder, texts, commands }: RunPlace, assets: Assets): OpenRuns {
  const given = new Map(Object.entries(texts));
  return openRuns({
    folder,
    name: folder === undefined ? 'files' : basename(folder),
    texts: () => given,
    approved: () =>
      Promise.resolve({ commands, missing: commands.length > 0 ? [] : ['the row names no check command'] }),
    compares: 'always',
    env: process.env,
    copyWorker: assets.copyWorker,
    compareChild: assets.compareChild,
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function versionOf(moduleUrl: string): string {
  let folder = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      if (name === 'countersign') return String(version);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
    if (dirname(folder) === folder) return 'unknown';
    folder = dirname(folder);
  }
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function tell(words: string): void {
  process.stderr.write(words);
}

function misuse(message: string): number {
  process.stderr.write(`countersign: ${message}\n\n${usage}`);
  return 2;
}

const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());
// A reader of our answers that went away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main(process.argv.slice(2), stop.signal);
