#!/bin/sh
# Make .venv hold exactly what requirements.lock names, and the program itself. Run from the checkout; done at once when
# nothing changed. Works as root or not; says what is missing where it cannot go on.
set -eu

fail() {
    printf '%s\n' "未能准备运行环境：$1" "办法：$2" >&2
    exit 1
}

without_ensurepip() { # Debian keeps the parts that give an environment its pip in a package of their own
    rm -rf .venv
    install="apt-get install --no-install-recommends -y python3-venv"
    command -v apt-get >/dev/null || fail "python3 不能建立虚拟环境（缺 ensurepip）" "请安装 Python 的 venv 与 ensurepip"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    . bulletin/setup/apt.sh
    if [ "$(id -u)" -eq 0 ]; then
        refresh && $install >"$work/log" 2>&1 && "$python" -m venv .venv && return
        fail "python3-venv 没有装上（$(tail -n 1 "$work/log")）" "检查软件源后重试 make setup"
    fi
    "$python" -m venv --without-pip .venv && fetch python3-pip-whl && unpack ||
        fail "python3 不能建立虚拟环境（缺 python3-venv）" "请由管理员执行：$install"
    wheel=$(find "$work/unpacked" -name 'pip-*.whl')
    .venv/bin/python "$wheel/pip" install --quiet pip || fail "pip 没有装上" "请由管理员执行：$install"
}

python=${PYTHON_BASE:-python3}
command -v "$python" >/dev/null || fail "没有 python3" "sudo apt-get install --no-install-recommends python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) 太旧，需要 3.11 或以上" "安装新版 Python，用 PYTHON_BASE=/路径/python3 make setup 指定"

ready=.venv/.ready
wanted=$(cat requirements.lock pyproject.toml | cksum)" $(pwd)"
[ -f "$ready" ] && [ "$(cat "$ready")" = "$wanted" ] && [ -x .venv/bin/bulletin ] && exit 0

if [ ! -x .venv/bin/pip ]; then
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 || without_ensurepip
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
echo "正在安装 Python 程序库（首次约半分钟）……" >&2
.venv/bin/pip install --quiet 'uv>=0.9,<1' || fail "uv 没有装上" "检查网络或 pip 的软件源设置后重试 make setup"
uv="env -u VIRTUAL_ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_NO_PROGRESS=1 UV_SYSTEM_CERTS=1 .venv/bin/uv pip install --quiet --python .venv/bin/python"
# an office with a mirror in pip's own settings only is served by pip
$uv --require-hashes -r requirements.lock ||
    .venv/bin/pip install --quiet --require-hashes -r requirements.lock ||
    fail "requirements.lock 中的程序库没有装全" "检查网络或软件源后重试 make setup"
.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable . || fail "程序本身没有装上" "重试 make setup"
.venv/bin/python -m compileall -q bulletin
printf '%s' "$wanted" >"$ready"
