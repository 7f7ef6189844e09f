import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { beginDay, FLOWS } from './flows';
const map = new SourceMap(JSON.parse(readFileSync('/work/main/.cache/maps/Code.js.map','utf8')));
Error.stackTraceLimit = 60;
function src(stack: string): string {
  const out: string[] = [];
  for (const m of stack.matchAll(/Code(?:\.js|\.gs)?:(\d+):(\d+)/g)) {
    const e: any = map.findEntry(Number(m[1]) - 1, Number(m[2]) - 1);
    if (e.originalSource) out.push(`${e.originalSource.replace(/^(\.\.\/)+src\//, '').replace(/^src\//,'')}:${e.originalLine + 1}`);
  }
  return out.slice(0, Number(process.env.DEPTH||5)).join(' < ');
}
(async()=>{
 const size=Number(process.argv[2]||10000), flow=(process.argv[3]||'pull').split(','), edits=Number(process.argv[4]||500);
 const day=await beginDay('/work/main/dist', size, edits);
 const g:any=day.stage.google;
 let on=false; let last=0;
 g.beforeCall((call:any)=>{ if(!on||call.kind==='navigate')return; const now=g.clock.now(); console.log(`${((now-last)/1000).toFixed(2)} ${call.kind} ${call.service}.${call.method} ${call.key??''} ${call.cells??''} ${process.env.DEPTH==='0'?'':'   '+src(new Error().stack??'')}`); last=now; });
 for (const f of FLOWS){ 
  await f.before?.(day);
  const from=g.executions.length;
  on=flow.includes(f.name)&&process.env.TRACE!=='0'; last=g.clock.now();
  const t=process.cpuUsage();
  f.run(day); on=false;
  const c=process.cpuUsage(t);
  if(flow.includes(f.name)) { let tot=0; for(const e of g.executions.slice(from)){
    const k=e.counters; const b=k.byMethod; const n=k.reads+k.writes+k.flushes; tot+=n;
    const p=Object.entries(b).filter(([m])=>/^(Properties\.|Lock|User|Session)/.test(m)).reduce((s,[,v])=>s+(v as number),0);
    console.log('##',f.name, e.functionName, (e.endedMs-e.startedMs)/1000, `calls ${n} (other than sheets ${p}) flushes ${k.flushes} fetch ${k.fetchCalls} req ${k.requests} slept ${k.sleptMs} cells ${k.cells}`);
  } console.log('## total', tot, 'cpu', (c.user+c.system)/1000); }
  if(f.name===flow[flow.length-1]) break;
 }
 await day.stage.close();
})();
