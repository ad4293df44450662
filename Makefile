# Every target bootstraps what it needs on a fresh machine. Comments stand on their own lines: make keeps blanks.
SHELL := /bin/sh
# bytecode decides how fast the program starts; some hosts switch it off
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PUB ?=
ROUNDS ?=
SIZES ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo issue test check bench bench-desk bench-intake bench-points bench-press preflight golden verify clean

help:
	@printf '%s\n' \
	'make setup    准备运行环境：Python 程序库、排版所需的系统库和字体' \
	'make demo     在样板办公室里把全程走一遍，给出一期 PDF、归档目录和一件办结的督办' \
	'make issue    推进下一期（PUB=刊物名）：编排、出清样，或印发已签发的' \
	'make test     运行测试' \
	'make check    检查代码、类型、分层和文档' \
	'make bench    与同行相比的速度' \
	'make bench-desk 采编台的启动、内存、按键与排序（SIZES="1000 100000 1000000"：队列各有多少条）' \
	'make bench-intake 采集、查找、查重的速度与质量（SIZES="10000 100000 1000000"：各做多少篇）' \
	'make bench-points 计分：五年十万条从数据库到得分，与 pandas 和逐行累加相比' \
	'make bench-press 排版与 xelatex、LibreOffice、Chromium、typst 相比（ROUNDS="7 3"：期、合订本各几轮）' \
	'make preflight 用 PDFBox Preflight 验证 PDF/A（没有 Java 的跳过）' \
	'make golden   重写样张，供人核读' \
	'make verify   核对归档' \
	'make clean    清除可以重新生成的东西（不动数据库、原件和归档）'

setup:
	@sh bulletin/setup/python.sh
	@sh bulletin/setup/system.sh
	@sh bulletin/setup/fonts.sh
	@mkdir -p var/inbox

demo: setup
	@sh bulletin/sample/demo.sh var/demo

issue: setup
	@bulletin issue next $(if $(PUB),--publication '$(PUB)')

test: setup
	@sh bulletin/setup/dovecot.sh
	@sh bulletin/setup/tmux.sh
	@python -m pytest -n auto --dist loadfile

check: setup
	@ruff check bulletin tests
	@ruff format --check --quiet bulletin tests
	@mypy
	@lint-imports --no-logo 2>/dev/null || lint-imports
	@cog --check -P README.md

bench: setup
	@python -m tests.bench

bench-desk: setup
	@python -m tests.bench_desk $(SIZES)

bench-intake: setup
	@python -m tests.bench_intake $(SIZES)

bench-points: setup
	@python -m tests.bench_points $(SIZES)

bench-press: setup
	@python -m tests.bench_press $(ROUNDS)

preflight: setup
	@sh bulletin/setup/preflight.sh
	@python -m tests.preflight

golden: setup
	@GOLDEN=write python -m pytest tests/test_golden.py
	@cog -r -P README.md
	@git diff --stat -- tests/golden README.md

verify: setup
	@bulletin archive verify

clean:
	@rm -rf .venv var/demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find bulletin tests -name __pycache__ -type d -prune -exec rm -rf {} +
