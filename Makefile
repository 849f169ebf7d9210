# Key-account toolchain: build, tests, installation.  All output goes to build/.
PREFIX  ?= /usr/local
DESTDIR ?=
DATA    ?=
CC      ?= cc
CFLAGS  ?= -O2 -g
BUILD   ?= build

VERSION := 0.1.0
DATE    := November 23, 2026
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef \
           -Wno-missing-field-initializers
ifdef CI
WARN    += -Werror
endif
# -ffp-contract=off: a fused multiply-add on one machine and none on another
# would change the last digit of a figure.
KA_CFLAGS := -std=c11 -D_GNU_SOURCE -DKA_VERSION='"$(VERSION)"' -DKA_DATE='"$(DATE)"' -Ilib -Itools -ffp-contract=off \
             -MMD -MP $(WARN) $(CFLAGS) $(SAN)
LIBS    := -lcsv -lgsl -lgslcblas -lxxhash -lutf8proc -lxlsxwriter -lm -pthread

# make V=1 shows the commands.
ifdef V
Q        =
show     =
else
Q        = @
show     = @echo "  $(1)	$@";
endif

TOOLS   := $(patsubst tools/%.c,%,$(wildcard tools/*.c))
LIBSRC  := $(wildcard lib/*/*.c)
UNITS   := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
SLOW    := $(patsubst tests/slow/%.c,%,$(wildcard tests/slow/*.c))
BIN     := $(addprefix $(BUILD)/bin/,$(TOOLS))
MAN     := $(patsubst %,$(BUILD)/man/%.1,$(TOOLS))
COMP    := $(patsubst %,$(BUILD)/completion/%,$(TOOLS))

.PHONY: all bench demo samples screenshot check check-browser check-slow check-real check-san lint install uninstall clean
.SECONDARY:

all: $(BIN) $(MAN) $(COMP)

# What was compiled with other flags is compiled anew.
$(BUILD)/flags: FORCE
	$(shell mkdir -p $(@D))$(file >$@.new,$(CC) $(KA_CFLAGS) $(LDFLAGS))
	@cmp -s $@.new $@ || cp $@.new $@

.PHONY: FORCE
FORCE:

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call show,CC) $(CC) $(KA_CFLAGS) -c $< -o $@

$(BUILD)/libka.a: $(LIBSRC:%.c=$(BUILD)/obj/%.o)
	@rm -f $@
	$(call show,AR) ar rcs $@ $^

# The sources in tools/NAME/ belong to tools/ka-NAME.c.
.SECONDEXPANSION:
$(BUILD)/bin/ka-%: $(BUILD)/obj/tools/ka-%.o \
                   $$(addprefix $(BUILD)/obj/,$$(addsuffix .o,$$(basename $$(wildcard tools/$$*/*.c)))) \
                   $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ -lcmocka $(LIBS)

$(BUILD)/slow/%: $(BUILD)/obj/tests/slow/%.o $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/man/%.1: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --man >$@.tmp && mv $@.tmp $@

$(BUILD)/completion/%: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --completion >$@.tmp && mv $@.tmp $@

demo: all
	scripts/demo $(BUILD)

# Writes data-samples/ anew; a test holds that this changes nothing.
samples: $(BUILD)/bin/ka-synth
	cd data-samples && $(abspath $<) -o sales_gbk.csv --truth truth.csv --tables .

# The first screen of the English report, for README.
screenshot: demo
	scripts/screenshot $(BUILD)

# The page in a real browser, the workbook in LibreOffice: skipped where these are not there.
check-browser: all
	tests/browser/run $(BUILD)
	tests/office $(BUILD)

check: all $(addprefix $(BUILD)/unit/,$(UNITS))
	tests/run $(BUILD)

check-real: all
	tests/real $(BUILD) "$(DATA)"

# Minutes of simulation: what the manual says of the intervals.
check-slow: $(addprefix $(BUILD)/slow/,$(SLOW))
	$(Q)for test in $^; do $$test || exit 1; done

# The same tests on a build of its own, with the sanitizers on.
check-san:
	$(MAKE) BUILD=$(BUILD)/san SAN="-fsanitize=address,undefined -fno-sanitize-recover=all" check

# Beside what one would use instead; scripts/bench --install fetches it.  No test.
bench: all
	scripts/bench --build $(BUILD) $(BENCH)

lint:
	scripts/lint

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	           $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(MAN) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(COMP) $(DESTDIR)$(PREFIX)/share/bash-completion/completions

uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,$(TOOLS)) \
	      $(patsubst %,$(DESTDIR)$(PREFIX)/share/man/man1/%.1,$(TOOLS)) \
	      $(addprefix $(DESTDIR)$(PREFIX)/share/bash-completion/completions/,$(TOOLS))

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
