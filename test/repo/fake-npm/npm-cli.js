// Stands for npm in the tests of the bootstrap: notes how it was called, and "installs" what the lock file says.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const [verb, ...args] = process.argv.slice(2);
const selection = args.find((arg) => /^--(include|omit)=dev$/.test(arg));
const behaviour = process.env['FAKE_NPM'] ?? 'install';
writeFileSync('npm-pid.txt', String(process.pid));
appendFileSync('npm-calls.txt', `${verb} ${selection}\n`);
if (verb === 'ci') rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules', { recursive: true });

if (behaviour === 'fail') {
  process.stderr.write('npm error the registry is on fire\n');
  process.exitCode = 3;
} else if (behaviour === 'wait') {
  const timer = setInterval(() => {
    if (!existsSync('go')) return;
    clearInterval(timer);
    install();
  }, 20);
} else install();

function install() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const isWanted = ([path, entry]) => path !== '' && !(entry.dev && selection === '--omit=dev');
  const installed = Object.fromEntries(Object.entries(packages).filter(isWanted));
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
}
