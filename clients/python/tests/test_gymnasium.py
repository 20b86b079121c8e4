"""The adapter for Gymnasium, held to Gymnasium's own checker."""

import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

gymnasium = pytest.importorskip("gymnasium")

import numpy as np
from gymnasium.utils.env_checker import check_env

from plumbline_client import Client, InvalidArgument, NotFound, StepResult, Task
from plumbline_client.gymnasium import (
    PlumblineEnv,
    PlumblineVectorEnv,
    Rules,
)

SHEETS = "spreadsheet_clean"


def test_gymnasiums_checker_has_nothing_to_say(client: Client) -> None:
    for environment in ("spreadsheet_clean", "doc_revision", "citation_ground"):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check_env(PlumblineEnv(client, environment, "train"), skip_render_check=True)


def test_a_seed_is_a_task(client: Client) -> None:
    env = PlumblineEnv(client, SHEETS, "train")
    prompt, info = env.reset(seed=7)
    task: Task = info["task"]
    assert task == client.sample_tasks(SHEETS, "train", seed=7)[0]
    assert prompt == task.observation.prompt()
    drawn = [env.reset()[1]["task"].seed for _ in range(3)]
    env.reset(seed=7)
    assert [env.reset()[1]["task"].seed for _ in range(3)] == drawn
    assert len(set(drawn)) == 3
    assert env.reset(options={"task_id": task.id})[1]["task"] == task
    with pytest.raises(NotFound):
        PlumblineEnv(client, SHEETS, "nowhere").reset(seed=1)


def test_an_episode_is_one_step(client: Client) -> None:
    env = PlumblineEnv(client, SHEETS, "train")
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step("a,b")
    _, info = env.reset(seed=7)
    observation, reward, terminated, truncated, after = env.step(info["task"].observation.input)
    assert (observation, terminated, truncated) == ("", True, False)
    assert isinstance(env.result, StepResult)
    assert reward == env.result.reward
    assert after["grade"] == env.result.grade
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step("a,b")


def test_an_output_as_long_as_its_budget_was_cut_off(client: Client) -> None:
    rules = Rules(token_budget=5, count_tokens=lambda text: len(text.split()))
    env = PlumblineEnv(client, SHEETS, "train", rules)
    for words, wanted in ((4, (True, False)), (5, (False, True)), (6, (False, True))):
        env.reset(seed=7)
        assert env.step("word " * words)[2:4] == wanted
    with pytest.raises(ValueError, match="count_tokens: None"):
        Rules(token_budget=5)


def test_a_reward_that_is_absent_is_no_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    single = PlumblineEnv(client, SHEETS, "train")
    single.reset(seed=1)
    take = client.step
    # No grader of the server fails on request.
    monkeypatch.setattr(client, "step", lambda action: replace(take(action), reward=None))
    assert np.isnan(single.step("a,b")[1])
    # A place in a batch may be refused; the others go on.
    env = PlumblineVectorEnv(client, SHEETS, "train", num_envs=3)
    env.reset(seed=1)
    _, rewards, terminations, truncations, infos = env.step(["a,b", "\ud800", "a,b"])
    assert np.isnan(rewards).tolist() == [False, True, False]
    assert terminations.tolist() == [True, False, True]
    assert truncations.tolist() == [False, True, False]
    assert isinstance(infos["final_info"]["error"][1], InvalidArgument)
    env.close()


def test_groups_attempt_one_task_and_new_ones_follow(client: Client) -> None:
    env = PlumblineVectorEnv(client, SHEETS, "train", num_envs=6, group_size=3)
    prompts, infos = env.reset(seed=7)
    tasks = client.sample_tasks(SHEETS, "train", seed=7, count=2)
    assert list(infos["task"]) == [tasks[0]] * 3 + [tasks[1]] * 3
    assert env.observation_space.contains(prompts)
    assert env.action_space.contains(env.action_space.sample())
    tables = [task.observation.input for task in infos["task"]]
    following, rewards, terminations, truncations, infos = env.step(tables)
    for index in range(6):
        single = PlumblineEnv(client, SHEETS, "train")
        single.reset(seed=7 + index // 3)
        assert rewards[index] == single.step(tables[index])[1]
        assert infos["final_info"]["grade"][index] == single.result.grade  # type: ignore[union-attr]
    assert terminations.all()
    assert not truncations.any()
    assert list(infos["final_obs"]) == [""] * 6
    assert following[0] == following[2] != following[3]
    assert following[0] != prompts[0]
    again = PlumblineVectorEnv(client, SHEETS, "train", num_envs=6, group_size=3)
    assert again.reset(seed=[7, 8])[0] == prompts
    for each in (env, again):
        each.close()
    with pytest.raises(ValueError, match="group_size: 4 of 6"):
        PlumblineVectorEnv(client, SHEETS, "train", num_envs=6, group_size=4)


def test_the_example_runs() -> None:
    example = Path(__file__).resolve().parent.parent / "examples" / "gymnasium_loop.py"
    said = subprocess.run([sys.executable, example], check=True, capture_output=True).stdout
    assert len(said.splitlines()) == 5
