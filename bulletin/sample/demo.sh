#!/bin/sh
# The main job end to end on the sample office, with different people at each step. Usage: demo.sh DIRECTORY
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case $1 in /*) office=$1 ;; *) office=$PWD/$1 ;; esac
rm -rf "$office"

say() { printf '\n── %s\n' "$1"; }
# run WHO WHEN WORDS…: show the command as a person would type it, and do it
run() {
    who=$1 when=$2
    shift 2
    printf '$ bulletin --as %s --at %s %s\n' "$who" "$when" "$*"
    bulletin --office "$office" --as "$who" --at "$when" "$@"
}
# refused WHO WHEN WORDS…: the same, for a step the rules must refuse
refused() {
    if run "$@"; then
        echo "本应被拒绝的操作没有被拒绝" >&2
        exit 1
    fi
}

say "一、建立样板办公室：登记十四件来稿，其中一件涉密，拒收"
bulletin init "$office" --sample

say "二、采集：一个信息源文件，一个栏目网页（由本机临时提供）"
served=$(mktemp)
python -u -m http.server 0 --bind 127.0.0.1 --directory "$here/pages" >"$served" 2>/dev/null &
server=$!
edited=""
trap 'kill $server 2>/dev/null; rm -f "$served" "$edited"' EXIT
while [ ! -s "$served" ]; do sleep 0.05; done
port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$served" | head -n 1)
cat >"$office/sources/water.toml" <<TOML
title = "市水利局工作动态"
collector = "webpage"
address = "http://127.0.0.1:$port/index.html"
links = "//ul[contains(@class, 'list')]//a"
unit = "市水利局"
pause = 0
TOML
run editor1 2026-11-20T09:05:00+08:00 collect
run editor1 2026-11-20T09:06:00+08:00 source list

say "三、队列：每一分都有理由"
run editor1 2026-11-20T09:10:00+08:00 item list --limit 8

say "四、采编：采用（两件近似的合为一篇）、不采用、暂存、修改、送审"
run editor1 2026-11-20T09:12:00+08:00 item adopt 4 5
run editor1 2026-11-20T09:13:00+08:00 item adopt 1
run editor1 2026-11-20T09:14:00+08:00 item adopt 2
run editor2 2026-11-20T09:15:00+08:00 item adopt 7
run editor2 2026-11-20T09:16:00+08:00 item adopt 6
run editor2 2026-11-20T09:17:00+08:00 item adopt 3
run editor1 2026-11-20T09:18:00+08:00 item decline 13 --reason "与市水利局来稿同文"
run editor1 2026-11-20T09:19:00+08:00 item shelve 11
for number in 1 2 3; do
    run editor1 2026-11-20T09:40:00+08:00 article edit "$number" --file "$here/edited/a$number.txt"
    run editor1 2026-11-20T09:50:00+08:00 article send "$number"
done
for number in 4 5 6; do
    run editor2 2026-11-20T09:45:00+08:00 article edit "$number" --file "$here/edited/a$number.txt"
    run editor2 2026-11-20T09:55:00+08:00 article send "$number"
done
run editor1 2026-11-20T09:56:00+08:00 article check 2

say "五、审核：自己改过的稿自己不能审；退回一篇，改后再审"
edited=$(mktemp)
sed 's/^针对要素保障慢的问题/针对部分项目要素保障慢的问题/' "$here/edited/a2.txt" >"$edited"
run reviewer1 2026-11-20T10:00:00+08:00 article edit 2 --file "$edited"
run editor1 2026-11-20T10:01:00+08:00 article send 2
refused reviewer1 2026-11-20T10:02:00+08:00 article approve 2
run reviewer2 2026-11-20T10:03:00+08:00 article approve 2
run reviewer1 2026-11-20T10:05:00+08:00 article return 5 --reason "第一段请点明调查时间"
sed 's/^近期，/11月上旬，/' "$here/edited/a5.txt" >"$edited"
run editor2 2026-11-20T10:12:00+08:00 article edit 5 --file "$edited"
run editor2 2026-11-20T10:15:00+08:00 article send 5
for number in 1 3; do run reviewer1 2026-11-20T10:20:00+08:00 article approve "$number"; done
for number in 4 5 6; do run reviewer2 2026-11-20T10:30:00+08:00 article approve "$number"; done
run editor1 2026-11-20T10:31:00+08:00 article show 1

say "六、编排与清样"
run editor2 2026-11-20T10:40:00+08:00 issue compose
run editor2 2026-11-20T10:42:00+08:00 issue note 政务信息/编排/1 --text "$(cat "$here/editor_note.txt")"
run editor2 2026-11-20T10:45:00+08:00 issue proof 政务信息/编排/1

say "七、签发与印发：只有签发人能签"
seen=$(bulletin --office "$office" issue show 政务信息/2026/1 --json |
    python -c 'import json, sys; print(json.load(sys.stdin)["sha256"])')
refused editor2 2026-11-20T14:00:00+08:00 issue sign 政务信息/2026/1 --sha256 "$seen"
run signer1 2026-11-20T14:10:00+08:00 issue sign 政务信息/2026/1 --sha256 "$seen" --note "同意印发"
run editor2 2026-11-20T14:30:00+08:00 issue publish 政务信息/2026/1
run editor2 2026-11-20T14:31:00+08:00 archive search 滑坡

say "八、批示、督办、反馈"
entry=$(bulletin --office "$office" issue show 政务信息/2026/1 --json |
    python -c 'import json, sys; print(next(e["entry"] for e in json.load(sys.stdin)["entries"] if e["article"] == 6))')
run clerk1 2026-11-20T16:00:00+08:00 instruction add "$entry" --leader 市长 --text "$(cat "$here/instruction.txt")"
run clerk1 2026-11-20T16:20:00+08:00 followup assign 1 --unit 市应急管理局 --co-unit 市水利局 --due 2026-11-30
run clerk1 2026-11-27T09:00:00+08:00 followup remind 1
run clerk1 2026-11-28T10:00:00+08:00 followup report 1 --file "$here/progress.txt"
run clerk1 2026-11-28T15:00:00+08:00 followup accept 1 --note "事实清楚，问题已解决"
run editor1 2026-11-28T15:10:00+08:00 item list --filter kind:反馈
run editor1 2026-11-28T15:11:00+08:00 instruction show 1

say "九、计分与通报：每一分有依据，通报是下一期的稿件"
run editor1 2026-12-01T09:00:00+08:00 points explain 东山镇
run editor1 2026-12-01T09:05:00+08:00 circular show --month 2026-11
run editor1 2026-12-01T09:10:00+08:00 circular make --month 2026-11

say "十、核对与四快"
run admin1 2026-12-01T10:00:00+08:00 archive verify
run admin1 2026-12-01T10:01:00+08:00 status

say "完成"
printf '一期刊物：%s\n' "$office/issues/政务信息/2026/001/issue.pdf"
printf '归档目录：%s\n' "$office/issues/index.html"
printf '办结督办：1（bulletin --office %s followup show 1）\n' "$office"
