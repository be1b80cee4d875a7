"""Other names of the same thing, which authors and readers choose by habit. Facts of the field, from no ranking.

Those of animals stand in `catalog.schema.taxa`.
"""

from __future__ import annotations

from collections.abc import Mapping

SAME: Mapping[str, tuple[str, ...]] = {
    "2photon": ("two photon", "2 photon", "twophoton", "2p", "multiphoton"),
    "1photon": ("one photon", "1 photon", "1p"),
    "ephys": ("electrophysiology", "electrophysiological"),
    "lfp": ("local field potential",),
    "ecog": ("electrocorticography", "electrocorticographic"),
    "ieeg": ("intracranial eeg", "intracranial electroencephalography", "intracranial", "seeg"),
    "eeg": ("electroencephalography", "electroencephalogram"),
    "emg": ("electromyography", "electromyogram"),
    "meg": ("magnetoencephalography",),
    "mri": ("magnetic resonance imaging",),
    "fmri": ("functional mri", "functional magnetic resonance imaging"),
    "bci": ("bmi", "brain computer interface", "brain machine interface"),
    "v1": ("primary visual cortex",),
    "m1": ("primary motor cortex",),
    "s1": ("primary somatosensory cortex",),
    "a1": ("primary auditory cortex",),
    "mec": ("medial entorhinal cortex",),
    "pfc": ("prefrontal cortex",),
    "mpfc": ("medial prefrontal cortex",),
    "ppc": ("posterior parietal cortex",),
    "ofc": ("orbitofrontal cortex",),
    "alm": ("anterior lateral motor cortex",),
    "vta": ("ventral tegmental area",),
    "lgn": ("lateral geniculate nucleus",),
    "csf": ("cerebrospinal fluid",),
    "tbi": ("traumatic brain injury",),
    "swr": ("sharp wave ripple",),
    "spim": ("light sheet", "lightsheet"),
    "patchseq": ("patch seq",),
    "nwb": ("neurodata without borders",),
    "monkey": ("macaque",),
    "fly": ("drosophila",),
    "aibs": ("allen institute for brain science",),
    "ibl": ("international brain laboratory",),
    "nyu": ("new york university",),
    "mit": ("massachusetts institute of technology",),
    "caltech": ("california institute of technology",),
    "ucsd": ("uc san diego", "university of california san diego"),
    "ucsf": ("uc san francisco", "university of california san francisco"),
    "ucla": ("uc los angeles", "university of california los angeles"),
    "ucl": ("university college london",),
    "cmu": ("carnegie mellon university",),
    "hhmi": ("howard hughes medical institute",),
    "mgh": ("massachusetts general hospital",),
    "epfl": ("ecole polytechnique federale de lausanne",),
    "nih": ("national institutes of health",),
    "nsf": ("national science foundation",),
}
"""A short word -> longer names of the same. Whoever types one of them finds the others, a little lower."""
