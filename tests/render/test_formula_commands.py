"""A formula may use what Anki's MathJax can draw, and nothing that links, loads, restyles, defines or hangs."""

import pytest

from ankigen.diagnostic import Severity
from ankigen.model.formula import dead
from ankigen.render import tex_problems
from ankigen.render.inline.tex_names import names
from ankigen.render.inline.tex_sizes import LONGEST

from .hostile import hostile

# As they stand in decks of medicine, physics and chemistry.
ORDINARY = r"""
E = mc^2
\dot{V} = \frac{\Delta P \, \pi r^4}{8 \eta l}
T = \frac{P \cdot r}{2 w}
\mathrm{pH} = 6.1 + \log_{10} \frac{[\ce{HCO3^-}]}{0.03 \cdot p_{\ce{CO2}}}
P_{A\ce{O2}} = F_{i\ce{O2}} (P_{atm} - 47) - \frac{P_{a\ce{CO2}}}{0.8}
E_X = \frac{RT}{zF} \ln \frac{[X]_o}{[X]_i}
V_m = \frac{RT}{F} \ln \frac{P_K[K^+]_o + P_{Na}[Na^+]_o + P_{Cl}[Cl^-]_i}{P_K[K^+]_i + P_{Na}[Na^+]_i + P_{Cl}[Cl^-]_o}
C_{Cr} = \frac{(140 - \text{age}) \times \text{weight}}{72 \times S_{Cr}}
\text{LDL} = \text{total} - \text{HDL} - \frac{\text{TG}}{5}
v = \frac{V_{\max} [S]}{K_m + [S]}
CO = HR \times SV
\text{MAP} \approx P_{dia} + \tfrac{1}{3}(P_{sys} - P_{dia})
\text{Sensitivity} = \frac{TP}{TP + FN} \times 100\%
\mathrm{NNT} = \frac{1}{\mathrm{ARR}}
t_{1/2} = \frac{\ln 2}{k} \approx \frac{0.693 \, V_d}{Cl}
QT_c = \frac{QT}{\sqrt{RR}}
\mathrm{BMI} = \frac{m}{h^2} \; [\pu{kg m-2}]
J_v = K_f \left[ (P_c - P_i) - \sigma (\pi_c - \pi_i) \right]
37\,^\circ\mathrm{C}, \; 120/80 \; \mathrm{mm\,Hg}
\ce{H2CO3 <=> H+ + HCO3-}
\ce{CO2 + H2O <=>[\text{carbonic anhydrase}] H2CO3 <=> H+ + HCO3-}
\ce{C6H12O6 + 6 O2 -> 6 CO2 + 6 H2O + ATP}
\ce{Ca5(PO4)3(OH)}
\ce{^{99m}_{43}Tc}
\ce{^{14}_{6}C -> ^{14}_{7}N + e- + \bar{\nu}_e}
\ce{SO4^2- + Ba^2+ -> BaSO4 v}
\ce{CH3-CH=CH2}
\ce{Zn^2+ <=>T[+ 2OH-][+ 2H+] $\underset{\text{amphoteric}}{\ce{Zn(OH)2 v}}$}
\pu{1.2e-3 mol/L}
\pu{9.81 m//s2}
K_a = \frac{[\ce{H+}][\ce{A-}]}{[\ce{HA}]}
\Delta G^{\circ\prime} = -nF\Delta E^{\circ\prime}
F = G \frac{m_1 m_2}{r^2}
\vec{F} = q(\vec{E} + \vec{v} \times \vec{B})
\nabla \cdot \mathbf{E} = \frac{\rho}{\varepsilon_0}
i\hbar \frac{\partial}{\partial t} \Psi = \hat{H} \Psi
\oint_S \mathbf{B} \cdot d\mathbf{A} = 0
\lambda = \frac{h}{p}, \quad E = h\nu
\begin{aligned} v &= v_0 + at \\[1ex] s &= v_0 t + \tfrac12 a t^2 \end{aligned}
f(x) = \begin{cases} 0 & x < 0 \\ 1 & \text{otherwise} \end{cases}
\begin{pmatrix} a & b \\ c & d \end{pmatrix}
\left. \frac{dy}{dx} \right|_{x=0} = \lim_{h \to 0} \frac{f(h) - f(0)}{h}
\underbrace{N_0 e^{-\lambda t}}_{\text{decay}}
\bar{x} \pm 1.96 \frac{s}{\sqrt{n}}
\binom{n}{k} p^k (1-p)^{n-k}
\overline{AB} \parallel \overline{CD}, \; \angle ABC = 90^\circ
\xrightarrow[\text{kinase}]{\text{ATP}}
\color{red}{A} \rightleftharpoons \textcolor{blue}{B}
\boxed{x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}}
\cancel{x} \leq 10^{-3} \sim \geq \neq \ll
\operatorname{erf}(x), \; \operatorname*{arg\,max}_x
""".strip().split("\n")


def refused(tex: str) -> bool:
    return any(found.kind.level is Severity.ERROR for found in tex_problems(tex))


@pytest.mark.parametrize("tex", ORDINARY)
def test_the_formulas_of_a_lecture_are_allowed(tex: str) -> None:
    assert not list(tex_problems(tex))


def test_what_is_not_allowed_is_found_wherever_it_hides() -> None:
    for tex in hostile():
        hidden = {name for name in ("href", "style", "class", "cssId", "bbox", "unicode") if f"\\{name}" in tex}
        commented = "%\n" not in tex and "% a\n" not in tex
        assert refused(tex) or not (hidden and commented), tex


def test_no_number_of_warnings_hides_an_error() -> None:
    assert refused(r"\text{\% \% \% \% \% \% \% \% \% \% \% \%} \href{x}{y}")


def test_a_formula_that_is_longer_than_the_bound_is_not_looked_into() -> None:
    """Whatever is repeated."""
    for piece in (
        "{",
        "}",
        "\\",
        "%",
        "$",
        r"\text{",
        r"\color",
        r"\kern",
        "\U000f0010",
        "\U000f0000",
        r"\begin{",
        "\\\\",
    ):
        list(tex_problems(piece * (LONGEST // len(piece))))
        (only,) = tex_problems(piece * (1_000_000 // len(piece)))
        assert f"{LONGEST:,} characters" in only.message


def test_a_command_is_either_allowed_or_refused() -> None:
    known = names()
    assert not known.commands & set(known.refused)
    assert not known.environments & set(known.refused_environments)
    assert not (known.commands | set(known.refused)) & set(known.elsewhere)


def test_text_that_is_not_markdown_begins_no_formula() -> None:
    assert dead(r"a \(\href{x}{y}\), \[b\], \alpha") == "a \\\u2060(\\href{x}{y}\\), \\\u2060[b\\], \\alpha"
